//! A training step as a diagram: where the networks stand, and what flows between them at each stage.

use run_spec::{NetworkSpec, RunSpec};

use crate::words::train_step as words;
use protocol::{StepTurn, TraceStageKind};

/// A part of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DiagramPart {
    /// Real points or images.
    Data,
    /// x → code.
    Encoder,
    /// μ and σ.
    Posterior,
    /// z.
    Code,
    /// z → data: the generator, or the decoder.
    Generator,
    /// What it makes.
    Made,
    /// data → score.
    Discriminator,
    /// The score.
    Score,
}

/// A part, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct DiagramNode {
    /// Which part it is.
    pub part: DiagramPart,
    /// Its name or letter, with letters between underscores in italics.
    pub letter: &'static str,
    /// Its middle.
    pub middle: (f32, f32),
    /// Half its width, and half its height.
    pub half: (f32, f32),
    /// A network's layers from left to right: half of each one's height, and how wide it is.
    pub layers: Vec<(f32, usize)>,
}

/// What leads from one part to another.
#[derive(Clone, Debug, PartialEq)]
pub struct DiagramEdge {
    /// Where it begins.
    pub from: DiagramPart,
    /// Where it leads.
    pub to: DiagramPart,
    /// Its path.
    pub path: String,
}

/// The networks of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct StepDiagram {
    /// How wide and high it is.
    pub size: (f32, f32),
    /// Its parts.
    pub nodes: Vec<DiagramNode>,
    /// What leads where.
    pub edges: Vec<DiagramEdge>,
}

const HEIGHT: f32 = 150.0;
/// For the widths of layers, below a network's name.
const WIDTHS: f32 = 11.0;
/// Between two parts.
const GAP: f32 = 22.0;
/// From one layer to the next.
const LAYER: f32 = 12.0;
/// A network is at least this wide, because its name stands below it.
const NAMED: f32 = 40.0;
/// Half of a small part's width and height.
const SMALL: (f32, f32) = (21.0, 16.0);

impl StepDiagram {
    /// The diagram of a specification.
    pub fn of(spec: &RunSpec) -> Self {
        let (coder, discriminator) = (spec.model.has_encoder(), spec.model.has_discriminator());
        // Without an encoder, data stand above what is made of noise.
        let (upper, lower) = if coder || !discriminator {
            (0.5 * HEIGHT, 0.5 * HEIGHT)
        } else {
            (0.15 * HEIGHT, 0.65 * HEIGHT)
        };
        let mut nodes = Vec::new();
        let mut right = 4.0;
        let mut stand = |part, letter, layers: Vec<(f32, usize)>, y: f32| {
            let highest = layers.iter().fold(0.0_f32, |most, layer| most.max(layer.0));
            let half = if layers.is_empty() {
                SMALL
            } else {
                // As wide as its name at least.
                (0.5 * (LAYER * layers.len() as f32).max(NAMED), highest)
            };
            let middle = (right + half.0, y);
            right = middle.0 + half.0 + GAP;
            nodes.push(DiagramNode {
                part,
                letter,
                middle,
                half,
                layers,
            });
        };
        if coder {
            stand(DiagramPart::Data, "_x_", Vec::new(), lower);
            stand(
                DiagramPart::Encoder,
                words::encoder(),
                bars(&spec.encoder, false),
                lower,
            );
            let posterior = if spec.model.has_kl() {
                "_\u{3bc}_, _\u{3c3}_"
            } else {
                "_\u{3bc}_"
            };
            stand(DiagramPart::Posterior, posterior, Vec::new(), lower);
        }
        stand(DiagramPart::Code, "_z_", Vec::new(), lower);
        let (name, made) = if discriminator {
            (words::generator(), "_G_(_z_)")
        } else {
            (words::decoder(), "_x\u{303}_")
        };
        stand(
            DiagramPart::Generator,
            name,
            bars(&spec.decoder, true),
            lower,
        );
        stand(DiagramPart::Made, made, Vec::new(), lower);
        if discriminator {
            let middle = 0.5 * HEIGHT;
            let layers = bars(&spec.discriminator, false);
            stand(
                DiagramPart::Discriminator,
                words::discriminator(),
                layers,
                middle,
            );
            stand(DiagramPart::Score, "_D_(·)", Vec::new(), middle);
        }
        let width = right - GAP + 4.0;
        if discriminator && !coder {
            let above = nodes.iter().find(|node| node.part == DiagramPart::Made);
            let x = above.map_or(0.0, |node| node.middle.0);
            nodes.push(DiagramNode {
                part: DiagramPart::Data,
                letter: "_x_",
                middle: (x, upper),
                half: SMALL,
                layers: Vec::new(),
            });
        }
        let mut diagram = Self {
            size: (width, HEIGHT + WIDTHS),
            nodes,
            edges: Vec::new(),
        };
        diagram.connect(coder);
        diagram
    }

    fn node(&self, part: DiagramPart) -> Option<&DiagramNode> {
        self.nodes.iter().find(|node| node.part == part)
    }

    fn connect(&mut self, coder: bool) {
        let mut edges = Vec::new();
        let mut lead = |from: DiagramPart, to: DiagramPart| {
            if let (Some(start), Some(end)) = (self.node(from), self.node(to)) {
                let path = if coder && (from, to) == (DiagramPart::Data, DiagramPart::Discriminator)
                {
                    over(start, end)
                } else {
                    straight(start, end)
                };
                edges.push(DiagramEdge { from, to, path });
            }
        };
        if coder {
            lead(DiagramPart::Data, DiagramPart::Encoder);
            lead(DiagramPart::Encoder, DiagramPart::Posterior);
            lead(DiagramPart::Posterior, DiagramPart::Code);
        }
        lead(DiagramPart::Code, DiagramPart::Generator);
        lead(DiagramPart::Generator, DiagramPart::Made);
        lead(DiagramPart::Made, DiagramPart::Discriminator);
        lead(DiagramPart::Data, DiagramPart::Discriminator);
        lead(DiagramPart::Discriminator, DiagramPart::Score);
        self.edges = edges;
    }
}

/// A network's layers: the wider, the higher.
fn bars(network: &NetworkSpec, mirrored: bool) -> Vec<(f32, usize)> {
    let (channels, hidden) = network.layers();
    let all: Vec<usize> = if mirrored {
        hidden.iter().chain(channels).copied().collect()
    } else {
        channels.iter().chain(hidden).copied().collect()
    };
    let bar = |width: usize| {
        let share = (width.max(1) as f32).log2() / 12.0;
        (10.0 + 28.0 * share.min(1.0), width)
    };
    if all.is_empty() {
        // One layer without hidden ones.
        return vec![(10.0, 0)];
    }
    all.into_iter().map(bar).collect()
}

/// From one part's right side to another's left.
fn straight(from: &DiagramNode, to: &DiagramNode) -> String {
    let (x, y) = (from.middle.0 + from.half.0 + 2.0, from.middle.1);
    let (u, mut v) = (to.middle.0 - to.half.0 - 3.0, to.middle.1);
    // What comes from above or below arrives there.
    if (y - v).abs() > 1.0 {
        v += 0.5 * (y - v);
    }
    let bend = 0.5 * (u - x);
    format!(
        "M{x:.1} {y:.1}C{:.1} {y:.1} {:.1} {v:.1} {u:.1} {v:.1}",
        x + bend,
        u - bend
    )
}

/// From one part's upper side over all others to another's.
fn over(from: &DiagramNode, to: &DiagramNode) -> String {
    let (x, y) = (from.middle.0, from.middle.1 - from.half.1 - 2.0);
    let (u, v) = (to.middle.0, to.middle.1 - to.half.1 + 4.0);
    format!(
        "M{x:.1} {y:.1}C{x:.1} 2 {x:.1} 2 {:.1} 2L{:.1} 2C{u:.1} 2 {u:.1} 2 {u:.1} {v:.1}",
        x + 30.0,
        u - 20.0
    )
}

/// What happens in the drawing at a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageFlow {
    /// Parts at work.
    pub lit: Vec<DiagramPart>,
    /// What flows, from where to where, in the direction of the data.
    pub along: Vec<(DiagramPart, DiagramPart)>,
    /// Whether it flows backward.
    pub backward: bool,
    /// Whether the parts at work change.
    pub changes: bool,
}

/// What happens in the drawing of a run at a stage.
pub fn stage_flow(kind: TraceStageKind, turn: StepTurn, spec: &RunSpec) -> StageFlow {
    use DiagramPart::*;
    let mut backward = false;
    let mut changes = false;
    let path: &[DiagramPart] = match (kind, turn) {
        (TraceStageKind::Data, _) => &[Data],
        (TraceStageKind::Noise, _) => &[Code],
        (TraceStageKind::Encode, _) => &[Data, Encoder, Posterior],
        (TraceStageKind::Sample, _) => &[Posterior, Code],
        (TraceStageKind::Decode | TraceStageKind::Generate, _) => &[Code, Generator, Made],
        (TraceStageKind::JudgeReal, _) => &[Data, Discriminator, Score],
        (TraceStageKind::JudgeGenerated, _) => &[Made, Discriminator, Score],
        (TraceStageKind::Loss, StepTurn::Autoencoder) => &[Made],
        (TraceStageKind::Loss, _) => &[Score],
        (TraceStageKind::Gradient, StepTurn::Discriminator) => &[Discriminator, Score],
        (TraceStageKind::Gradient, StepTurn::Generator) => {
            &[Code, Generator, Made, Discriminator, Score]
        }
        (TraceStageKind::Gradient, StepTurn::Autoencoder) => {
            &[Encoder, Posterior, Code, Generator, Made]
        }
        (TraceStageKind::Update, StepTurn::Discriminator) => &[Discriminator],
        (TraceStageKind::Update, StepTurn::Generator) => &[Generator],
        (TraceStageKind::Update, StepTurn::Autoencoder) => &[Encoder, Generator],
    };
    match kind {
        TraceStageKind::Gradient => backward = true,
        TraceStageKind::Update => changes = true,
        _ => {}
    }
    let mut lit = path.to_vec();
    if (kind, turn) == (TraceStageKind::Loss, StepTurn::Autoencoder) {
        lit.push(Data);
        lit.push(Posterior);
    }
    // The generator's gradient ends at its weights.
    if kind == TraceStageKind::Gradient && turn == StepTurn::Generator {
        lit.retain(|part| *part != Code);
    }
    let along = if changes || path.len() < 2 {
        Vec::new()
    } else {
        let pairs = path.windows(2).map(|ends| (ends[0], ends[1]));
        pairs
            .filter(|(from, to)| lit.contains(from) && lit.contains(to))
            .collect()
    };
    lit.retain(|part| StepDiagram::of(spec).node(*part).is_some());
    StageFlow {
        lit,
        along,
        backward,
        changes,
    }
}

#[cfg(test)]
mod tests {
    use run_spec::{DatasetId, ModelType};

    use super::*;

    const MODELS: [ModelType; 5] = [
        ModelType::Autoencoder,
        ModelType::Vae,
        ModelType::Gan,
        ModelType::VaeGan,
        ModelType::LatentFedGan,
    ];
    const KINDS: [TraceStageKind; 11] = [
        TraceStageKind::Data,
        TraceStageKind::Noise,
        TraceStageKind::Encode,
        TraceStageKind::Sample,
        TraceStageKind::Decode,
        TraceStageKind::Generate,
        TraceStageKind::JudgeReal,
        TraceStageKind::JudgeGenerated,
        TraceStageKind::Loss,
        TraceStageKind::Gradient,
        TraceStageKind::Update,
    ];

    fn of(model: ModelType) -> RunSpec {
        RunSpec {
            model,
            data: DatasetId::Points,
            encoder: NetworkSpec::dense(&[32, 16]),
            decoder: NetworkSpec::dense(&[32, 16]),
            discriminator: NetworkSpec::dense(&[64]),
            ..RunSpec::default()
        }
    }

    #[test]
    fn parts_stand_apart_and_within_the_drawing() {
        for model in MODELS {
            let diagram = StepDiagram::of(&of(model));
            let (width, height) = diagram.size;
            for (at, node) in diagram.nodes.iter().enumerate() {
                let (x, y) = node.middle;
                assert!(x - node.half.0 >= 0.0 && x + node.half.0 <= width);
                assert!(y - node.half.1 >= 0.0 && y + node.half.1 <= height);
                for other in &diagram.nodes[at + 1..] {
                    let apart = (x - other.middle.0).abs() >= node.half.0 + other.half.0
                        || (y - other.middle.1).abs() >= node.half.1 + other.half.1;
                    assert!(apart, "{model:?}: {node:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn what_flows_flows_along_edges_that_there_are() {
        for model in MODELS {
            let spec = of(model);
            let diagram = StepDiagram::of(&spec);
            let turns: &[StepTurn] = match (model.has_encoder(), model.has_discriminator()) {
                (true, true) => &[
                    StepTurn::Discriminator,
                    StepTurn::Generator,
                    StepTurn::Autoencoder,
                ],
                (true, false) => &[StepTurn::Autoencoder],
                _ => &[StepTurn::Discriminator, StepTurn::Generator],
            };
            for turn in turns {
                for kind in KINDS {
                    let flow = stage_flow(kind, *turn, &spec);
                    let coder = matches!(kind, TraceStageKind::Encode | TraceStageKind::Sample);
                    let discriminator = matches!(
                        kind,
                        TraceStageKind::JudgeReal | TraceStageKind::JudgeGenerated
                    );
                    if coder && !model.has_encoder() || discriminator && !model.has_discriminator()
                    {
                        continue;
                    }
                    assert!(!flow.lit.is_empty(), "{kind:?} {turn:?}");
                    for (from, to) in &flow.along {
                        let known = diagram
                            .edges
                            .iter()
                            .any(|edge| (edge.from, edge.to) == (*from, *to));
                        assert!(known, "{model:?} {kind:?} {turn:?}: {from:?} {to:?}");
                    }
                    assert_eq!(flow.backward, kind == TraceStageKind::Gradient);
                }
            }
        }
    }

    #[test]
    fn a_generators_gradient_passes_the_discriminator_and_changes_nothing_there() {
        let spec = of(ModelType::Gan);
        let back = stage_flow(TraceStageKind::Gradient, StepTurn::Generator, &spec);
        assert!(back.lit.contains(&DiagramPart::Discriminator));
        assert!(
            back.along
                .contains(&(DiagramPart::Made, DiagramPart::Discriminator))
        );
        let update = stage_flow(TraceStageKind::Update, StepTurn::Generator, &spec);
        assert_eq!(update.lit, [DiagramPart::Generator]);
        assert!(update.changes && update.along.is_empty());
    }
}
