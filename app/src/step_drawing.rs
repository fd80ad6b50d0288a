//! A training step as a drawing and in words, short of a page: where networks stand, what flows between
//! them at each stage, and the formula of what is made small.

use spec::{GanLoss, ModelType, Network, Reconstruction, RunSpec};

use crate::numbers;
use crate::protocol::{StageKind, Turn};

/// A part of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
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
pub struct Node {
    /// Which part it is.
    pub place: Place,
    /// Its letter, with letters between underscores in italics.
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
pub struct Edge {
    /// Where it begins.
    pub from: Place,
    /// Where it leads.
    pub to: Place,
    /// Its path.
    pub path: String,
}

/// The networks of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// How wide and high it is.
    pub size: (f32, f32),
    /// Its parts.
    pub nodes: Vec<Node>,
    /// What leads where.
    pub edges: Vec<Edge>,
}

const HEIGHT: f32 = 150.0;
/// Between two parts.
const GAP: f32 = 22.0;
/// From one layer to the next.
const LAYER: f32 = 12.0;
/// As wide as a network is at least: its name stands below it.
const NAMED: f32 = 40.0;
/// Half of a small part's width and height.
const SMALL: (f32, f32) = (21.0, 16.0);

impl Diagram {
    /// That of a specification.
    pub fn of(spec: &RunSpec) -> Self {
        let (coder, judge) = (spec.model.has_encoder(), spec.model.has_discriminator());
        // Without an encoder, data stand above what is made of noise.
        let (upper, lower) = if coder || !judge {
            (0.5 * HEIGHT, 0.5 * HEIGHT)
        } else {
            (0.15 * HEIGHT, 0.65 * HEIGHT)
        };
        let mut nodes = Vec::new();
        let mut right = 4.0;
        let mut stand = |place, letter, layers: Vec<(f32, usize)>, y: f32| {
            let highest = layers.iter().fold(0.0_f32, |most, layer| most.max(layer.0));
            let half = if layers.is_empty() {
                SMALL
            } else {
                // As wide as its name at least.
                (0.5 * (LAYER * layers.len() as f32).max(NAMED), highest)
            };
            let middle = (right + half.0, y);
            right = middle.0 + half.0 + GAP;
            nodes.push(Node {
                place,
                letter,
                middle,
                half,
                layers,
            });
        };
        if coder {
            stand(Place::Data, "_x_", Vec::new(), lower);
            stand(Place::Encoder, "Encoder", bars(&spec.encoder, false), lower);
            let posterior = if spec.model.has_kl() {
                "_\u{3bc}_, _\u{3c3}_"
            } else {
                "_\u{3bc}_"
            };
            stand(Place::Posterior, posterior, Vec::new(), lower);
        }
        stand(Place::Code, "_z_", Vec::new(), lower);
        let (name, made) = if judge {
            ("Generator", "_G_(_z_)")
        } else {
            ("Decoder", "_x\u{303}_")
        };
        stand(Place::Generator, name, bars(&spec.decoder, true), lower);
        stand(Place::Made, made, Vec::new(), lower);
        if judge {
            let middle = 0.5 * HEIGHT;
            let layers = bars(&spec.discriminator, false);
            stand(Place::Discriminator, "Discriminator", layers, middle);
            stand(Place::Score, "_D_(·)", Vec::new(), middle);
        }
        let width = right - GAP + 4.0;
        if judge && !coder {
            let above = nodes.iter().find(|node| node.place == Place::Made);
            let x = above.map_or(0.0, |node| node.middle.0);
            nodes.push(Node {
                place: Place::Data,
                letter: "_x_",
                middle: (x, upper),
                half: SMALL,
                layers: Vec::new(),
            });
        }
        let mut diagram = Self {
            size: (width, HEIGHT),
            nodes,
            edges: Vec::new(),
        };
        diagram.connect(coder);
        diagram
    }

    fn node(&self, place: Place) -> Option<&Node> {
        self.nodes.iter().find(|node| node.place == place)
    }

    fn connect(&mut self, coder: bool) {
        let mut edges = Vec::new();
        let mut lead = |from: Place, to: Place| {
            if let (Some(start), Some(end)) = (self.node(from), self.node(to)) {
                let path = if coder && (from, to) == (Place::Data, Place::Discriminator) {
                    over(start, end)
                } else {
                    straight(start, end)
                };
                edges.push(Edge { from, to, path });
            }
        };
        if coder {
            lead(Place::Data, Place::Encoder);
            lead(Place::Encoder, Place::Posterior);
            lead(Place::Posterior, Place::Code);
        }
        lead(Place::Code, Place::Generator);
        lead(Place::Generator, Place::Made);
        lead(Place::Made, Place::Discriminator);
        lead(Place::Data, Place::Discriminator);
        lead(Place::Discriminator, Place::Score);
        self.edges = edges;
    }
}

/// A network's layers: the wider, the higher.
fn bars(network: &Network, mirrored: bool) -> Vec<(f32, usize)> {
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
fn straight(from: &Node, to: &Node) -> String {
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
fn over(from: &Node, to: &Node) -> String {
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
pub struct Flow {
    /// Parts at work.
    pub lit: Vec<Place>,
    /// What flows, from where to where, in the direction of the data.
    pub along: Vec<(Place, Place)>,
    /// Whether it flows backward.
    pub backward: bool,
    /// Whether the parts at work change.
    pub changes: bool,
}

/// What happens in the drawing of a run at a stage.
pub fn flow(kind: StageKind, turn: Turn, spec: &RunSpec) -> Flow {
    use Place::*;
    let mut backward = false;
    let mut changes = false;
    let path: &[Place] = match (kind, turn) {
        (StageKind::Data, _) => &[Data],
        (StageKind::Noise, _) => &[Code],
        (StageKind::Encode, _) => &[Data, Encoder, Posterior],
        (StageKind::Sample, _) => &[Posterior, Code],
        (StageKind::Decode | StageKind::Generate, _) => &[Code, Generator, Made],
        (StageKind::JudgeReal, _) => &[Data, Discriminator, Score],
        (StageKind::JudgeGenerated, _) => &[Made, Discriminator, Score],
        (StageKind::Loss, Turn::Coder) => &[Made],
        (StageKind::Loss, _) => &[Score],
        (StageKind::Gradient, Turn::Discriminator) => &[Discriminator, Score],
        (StageKind::Gradient, Turn::Generator) => &[Code, Generator, Made, Discriminator, Score],
        (StageKind::Gradient, Turn::Coder) => &[Encoder, Posterior, Code, Generator, Made],
        (StageKind::Update, Turn::Discriminator) => &[Discriminator],
        (StageKind::Update, Turn::Generator) => &[Generator],
        (StageKind::Update, Turn::Coder) => &[Encoder, Generator],
    };
    match kind {
        StageKind::Gradient => backward = true,
        StageKind::Update => changes = true,
        _ => {}
    }
    let mut lit = path.to_vec();
    if (kind, turn) == (StageKind::Loss, Turn::Coder) {
        lit.push(Data);
        lit.push(Posterior);
    }
    // The generator's gradient ends at its weights.
    if kind == StageKind::Gradient && turn == Turn::Generator {
        lit.retain(|place| *place != Code);
    }
    let along = if changes || path.len() < 2 {
        Vec::new()
    } else {
        let pairs = path.windows(2).map(|ends| (ends[0], ends[1]));
        pairs
            .filter(|(from, to)| lit.contains(from) && lit.contains(to))
            .collect()
    };
    lit.retain(|place| Diagram::of(spec).node(*place).is_some());
    Flow {
        lit,
        along,
        backward,
        changes,
    }
}

/// A term of a loss: how it enters, and the mean of the batch that it is about.
struct Term {
    /// Whether it is taken away.
    minus: bool,
    /// Its factor: as it is written, and the name of its number; nothing is 1.
    factor: Option<(&'static str, &'static str)>,
    /// As it is written.
    text: String,
    /// The name of its number.
    name: &'static str,
}

fn term(minus: bool, text: impl Into<String>, name: &'static str) -> Term {
    Term {
        minus,
        factor: None,
        text: text.into(),
        name,
    }
}

impl Term {
    fn times(mut self, text: &'static str, name: &'static str) -> Self {
        self.factor = Some((text, name));
        self
    }
}

/// The terms of a loss, as `discriminator_terms` and `generator_terms` of the model have them, and the
/// negative ELBO.
fn terms(turn: Turn, spec: &RunSpec) -> Vec<Term> {
    let smooth = spec.label_smoothing > 0.0;
    let optimal = turn != Turn::Discriminator && spec.is_judged_optimally();
    let judge = if optimal { "_D_*" } else { "_D_" };
    let real = format!("{judge}(_x_)");
    let made = format!("{judge}(_G_(_z_))");
    let refused = "log(1 − D(G(z)))";
    match (turn, spec.gan_loss) {
        (Turn::Coder, _) => {
            let squared = spec.reconstruction_of_data() == Reconstruction::SquaredError;
            let rebuilt = if squared {
                "‖_x_ − _x\u{303}_‖²"
            } else {
                "−log _p_(_x_ | _z_)"
            };
            let mut terms = vec![
                term(false, rebuilt, "reconstruction").times("_w_", "weight of reconstruction"),
            ];
            if spec.model.has_kl() {
                let kl = "KL(_q_(_z_ | _x_) ‖ _N_(0, 1))";
                terms.push(term(false, kl, "KL").times("_β_", "β"));
            }
            if spec.model == ModelType::VaeGan {
                let features = term(false, "‖_f_(_x_) − _f_(_x\u{303}_)‖²", "features");
                terms.push(features.times("_w_~f~", "weight of features"));
                let adversarial = term(false, "_L_~G~", "adversarial");
                terms.push(adversarial.times("_w_~G~", "weight of adversarial"));
            }
            terms
        }
        (Turn::Discriminator, GanLoss::Minimax | GanLoss::NonSaturating) => {
            let mut terms = vec![term(true, format!("log {real}"), "log D(x)")];
            if smooth {
                terms[0].factor = Some(("(1 − _s_)", "1 − s"));
                let other = term(true, format!("log(1 − {real})"), "log(1 − D(x))");
                terms.push(other.times("_s_", "s"));
            }
            terms.push(term(true, format!("log(1 − {made})"), refused));
            terms
        }
        (Turn::Discriminator, GanLoss::LeastSquares) => {
            let first = if smooth {
                term(false, format!("({real} − 1 + _s_)²"), "(D(x) − 1 + s)²")
            } else {
                term(false, format!("({real} − 1)²"), "(D(x) − 1)²")
            };
            let second = term(false, format!("{made}²"), "D(G(z))²");
            vec![first.times("½", "½"), second.times("½", "½")]
        }
        (Turn::Discriminator, GanLoss::Hinge) => vec![
            term(false, format!("max(0, 1 − {real})"), "max(0, 1 − D(x))"),
            term(false, format!("max(0, 1 + {made})"), "max(0, 1 + D(G(z)))"),
        ],
        (Turn::Discriminator, GanLoss::Wasserstein) => {
            vec![term(false, made, "D(G(z))"), term(true, real, "D(x)")]
        }
        (Turn::Generator, GanLoss::Minimax) => {
            vec![term(false, format!("log(1 − {made})"), refused)]
        }
        (Turn::Generator, GanLoss::NonSaturating) => {
            vec![term(true, format!("log {made}"), "log D(G(z))")]
        }
        (Turn::Generator, GanLoss::LeastSquares) => {
            let off = term(false, format!("({made} − 1)²"), "(D(G(z)) − 1)²");
            vec![off.times("½", "½")]
        }
        (Turn::Generator, GanLoss::Hinge | GanLoss::Wasserstein) => {
            vec![term(true, made, "D(G(z))")]
        }
    }
}

/// The formula of a loss, and below it the same with the numbers of a step. Letters between
/// underscores are italic, those between tildes are set lower; ⟨·⟩ is the mean of the batch.
///
/// Terms that the step has no number of are left out, such as those of a game that has not begun.
/// Where there is no number of the whole, there is no second line.
pub fn formula(turn: Turn, spec: &RunSpec, numbers: &[(String, f32)]) -> (String, Option<String>) {
    let number = |name: &str| -> Option<f32> {
        let s = || numbers.iter().find(|(known, _)| known == "s");
        match name {
            "½" => Some(0.5),
            "1 − s" => s().map(|(_, s)| 1.0 - s),
            _ => {
                let found = numbers.iter().find(|(known, _)| known == name);
                found.map(|(_, value)| *value)
            }
        }
    };
    let whole = number("loss");
    let mut symbols = String::new();
    let mut values = String::new();
    for term in terms(turn, spec) {
        let value = number(term.name);
        let factor = term.factor.map(|(text, name)| (text, number(name)));
        // A factor of 1 need not be said, except β, which everyone looks for.
        let factor = factor.filter(|(text, value)| *value != Some(1.0) || *text == "_β_");
        if whole.is_some() && value.is_none() {
            continue;
        }
        let sign = match (symbols.is_empty(), term.minus) {
            (true, false) => "",
            (true, true) => "−",
            (false, false) => " + ",
            (false, true) => " − ",
        };
        let (mut before, mut today) = (String::new(), String::new());
        if let Some((text, value)) = factor {
            before = format!("{text} ");
            today = match text {
                "½" => "½ · ".to_owned(),
                _ => format!(
                    "{} · ",
                    numbers::short(f64::from(value.unwrap_or(f32::NAN)))
                ),
            };
        }
        symbols.push_str(&format!("{sign}{before}⟨{}⟩", term.text));
        let value = f64::from(value.unwrap_or(f32::NAN));
        let shown = numbers::short(value);
        // A sign in front of another one wants brackets.
        let shown = if value < 0.0 && !(sign.is_empty() && today.is_empty()) {
            format!("({shown})")
        } else {
            shown
        };
        values.push_str(&format!("{sign}{today}{shown}"));
    }
    let name = match turn {
        Turn::Discriminator => "_L_~D~",
        Turn::Generator => "_L_~G~",
        Turn::Coder => "_L_",
    };
    let today = whole.map(|whole| {
        let whole = numbers::short(f64::from(whole));
        if values == whole {
            format!("= {whole}")
        } else {
            format!("= {values} = {whole}")
        }
    });
    (format!("{name} = {symbols}"), today)
}

/// How a piece of a formula is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As it is.
    Upright,
    /// A variable.
    Italic,
    /// An index.
    Lower,
}

/// A formula as pieces of one style each.
pub fn pieces(formula: &str) -> Vec<(Style, String)> {
    let mut pieces = Vec::new();
    let mut style = Style::Upright;
    let mut piece = String::new();
    for letter in formula.chars() {
        let next = match (letter, style) {
            ('_', Style::Italic) | ('~', Style::Lower) => Style::Upright,
            ('_', _) => Style::Italic,
            ('~', _) => Style::Lower,
            _ => {
                piece.push(letter);
                continue;
            }
        };
        if !piece.is_empty() {
            pieces.push((style, std::mem::take(&mut piece)));
        }
        style = next;
    }
    if !piece.is_empty() {
        pieces.push((style, piece));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use spec::DataSource;

    use super::*;

    const MODELS: [ModelType; 5] = [
        ModelType::Autoencoder,
        ModelType::Vae,
        ModelType::Gan,
        ModelType::VaeGan,
        ModelType::CodedGan,
    ];
    const KINDS: [StageKind; 11] = [
        StageKind::Data,
        StageKind::Noise,
        StageKind::Encode,
        StageKind::Sample,
        StageKind::Decode,
        StageKind::Generate,
        StageKind::JudgeReal,
        StageKind::JudgeGenerated,
        StageKind::Loss,
        StageKind::Gradient,
        StageKind::Update,
    ];

    fn of(model: ModelType) -> RunSpec {
        RunSpec {
            model,
            data: DataSource::Points,
            encoder: Network::dense(&[32, 16]),
            decoder: Network::dense(&[32, 16]),
            discriminator: Network::dense(&[64]),
            ..RunSpec::default()
        }
    }

    #[test]
    fn parts_stand_apart_and_within_the_drawing() {
        for model in MODELS {
            let diagram = Diagram::of(&of(model));
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
            let diagram = Diagram::of(&spec);
            let turns: &[Turn] = match (model.has_encoder(), model.has_discriminator()) {
                (true, true) => &[Turn::Discriminator, Turn::Generator, Turn::Coder],
                (true, false) => &[Turn::Coder],
                _ => &[Turn::Discriminator, Turn::Generator],
            };
            for turn in turns {
                for kind in KINDS {
                    let flow = flow(kind, *turn, &spec);
                    let coder = matches!(kind, StageKind::Encode | StageKind::Sample);
                    let judge = matches!(kind, StageKind::JudgeReal | StageKind::JudgeGenerated);
                    if coder && !model.has_encoder() || judge && !model.has_discriminator() {
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
                    assert_eq!(flow.backward, kind == StageKind::Gradient);
                }
            }
        }
    }

    #[test]
    fn a_generators_gradient_passes_the_discriminator_and_changes_nothing_there() {
        let spec = of(ModelType::Gan);
        let back = flow(StageKind::Gradient, Turn::Generator, &spec);
        assert!(back.lit.contains(&Place::Discriminator));
        assert!(back.along.contains(&(Place::Made, Place::Discriminator)));
        let update = flow(StageKind::Update, Turn::Generator, &spec);
        assert_eq!(update.lit, [Place::Generator]);
        assert!(update.changes && update.along.is_empty());
    }

    #[test]
    fn formulas_close_their_marks_and_name_their_player() {
        for (loss, _) in GanLoss::WORDS {
            let spec = RunSpec {
                gan_loss: GanLoss::from_word(loss).expect("it is one"),
                ..of(ModelType::Gan)
            };
            for (turn, index) in [(Turn::Discriminator, "D"), (Turn::Generator, "G")] {
                let (formula, today) = formula(turn, &spec, &[]);
                assert_eq!(formula.matches('_').count() % 2, 0, "{formula}");
                assert_eq!(formula.matches('~').count() % 2, 0, "{formula}");
                assert_eq!(pieces(&formula)[1], (Style::Lower, index.to_owned()));
                assert_eq!(today, None);
            }
        }
        assert_eq!(
            pieces("_L_~D~ = 1"),
            [
                (Style::Italic, "L".to_owned()),
                (Style::Lower, "D".to_owned()),
                (Style::Upright, " = 1".to_owned())
            ]
        );
    }

    fn named(numbers: &[(&str, f32)]) -> Vec<(String, f32)> {
        let numbers = numbers.iter();
        numbers
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect()
    }

    #[test]
    fn the_numbers_of_a_step_stand_where_its_formula_has_letters() {
        let game = |gan_loss| RunSpec {
            gan_loss,
            ..of(ModelType::Gan)
        };
        let numbers = named(&[
            ("log D(x)", -0.5),
            ("log(1 − D(G(z)))", -0.25),
            ("loss", 0.75),
        ]);
        let spec = game(GanLoss::NonSaturating);
        let (text, today) = formula(Turn::Discriminator, &spec, &numbers);
        assert_eq!(text, "_L_~D~ = −⟨log _D_(_x_)⟩ − ⟨log(1 − _D_(_G_(_z_)))⟩");
        assert_eq!(today.as_deref(), Some("= −(−0.500) − (−0.250) = 0.750"));

        let numbers = named(&[("D(x)", 2.0), ("D(G(z))", -1.0), ("loss", -3.0)]);
        let (_, today) = formula(Turn::Discriminator, &game(GanLoss::Wasserstein), &numbers);
        assert_eq!(today.as_deref(), Some("= −1.000 − 2.000 = −3.000"));

        let numbers = named(&[("(D(G(z)) − 1)²", 0.5), ("loss", 0.25)]);
        let (text, today) = formula(Turn::Generator, &game(GanLoss::LeastSquares), &numbers);
        assert_eq!(text, "_L_~G~ = ½ ⟨(_D_(_G_(_z_)) − 1)²⟩");
        assert_eq!(today.as_deref(), Some("= ½ · 0.500 = 0.250"));
    }

    #[test]
    fn terms_without_a_number_are_left_out_and_factors_of_one_too() {
        let spec = of(ModelType::VaeGan);
        let numbers = named(&[
            ("reconstruction", 0.5),
            ("weight of reconstruction", 1.0),
            ("KL", 2.0),
            ("β", 0.25),
            ("loss", 1.0),
        ]);
        let (text, today) = formula(Turn::Coder, &spec, &numbers);
        assert_eq!(
            text,
            "_L_ = ⟨‖_x_ − _x\u{303}_‖²⟩ + _β_ ⟨KL(_q_(_z_ | _x_) ‖ _N_(0, 1))⟩"
        );
        assert_eq!(today.as_deref(), Some("= 0.500 + 0.250 · 2.000 = 1.000"));
    }

    #[test]
    fn with_smoothing_each_score_has_its_share_of_the_target() {
        let spec = RunSpec {
            label_smoothing: 0.1,
            gan_loss: GanLoss::NonSaturating,
            ..of(ModelType::Gan)
        };
        let numbers = named(&[
            ("log D(x)", -0.5),
            ("log(1 − D(x))", -1.0),
            ("log(1 − D(G(z)))", -0.25),
            ("s", 0.1),
            ("loss", 0.8),
        ]);
        let (_, today) = formula(Turn::Discriminator, &spec, &numbers);
        let expected = "= −0.900 · (−0.500) − 0.100 · (−1.000) − (−0.250) = 0.800";
        assert_eq!(today.as_deref(), Some(expected));
    }
}
