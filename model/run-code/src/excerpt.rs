//! What of a program is at work at a stage of a training step.

use run_spec::{StepTurn, TraceStageKind};

use crate::CodeLine;

/// The passages of a program that have lines at work at a stage, in their order: a function whole,
/// because its other lines say what its names mean, and of all else those lines alone.
pub fn excerpt(lines: &[CodeLine], kind: TraceStageKind, turn: StepTurn) -> Vec<Vec<CodeLine>> {
    let passages = lines.split(|line| line.text.is_empty());
    let at_work = passages.filter_map(|passage| {
        let is_function = passage.iter().any(|line| line.text.starts_with("def "));
        let has_any = passage.iter().any(|line| line.stages.has(kind, turn));
        let shown = passage
            .iter()
            .filter(|line| has_any && (is_function || line.stages.has(kind, turn)));
        let shown: Vec<CodeLine> = shown.cloned().collect();
        (!shown.is_empty()).then_some(shown)
    });
    at_work.collect()
}

#[cfg(test)]
mod tests {
    use run_spec::{DatasetId, ModelType, NetworkSpec, RunSpec};

    use super::*;
    use crate::CodeTarget;

    fn points(model: ModelType) -> RunSpec {
        RunSpec {
            model,
            data: DatasetId::Points,
            encoder: NetworkSpec::dense(&[32]),
            decoder: NetworkSpec::dense(&[32]),
            discriminator: NetworkSpec::dense(&[64]),
            ..RunSpec::default()
        }
    }

    /// The lines at work, without their indent, in a program for PyTorch.
    fn at_work(model: ModelType, kind: TraceStageKind, turn: StepTurn) -> Vec<String> {
        let spec = points(model);
        let lines = CodeTarget::PyTorch.lines(&spec, spec.image());
        let shown = excerpt(&lines, kind, turn).into_iter().flatten();
        let lit = shown.filter(|line| line.stages.has(kind, turn));
        lit.map(|line| line.text.trim().to_owned()).collect()
    }

    #[test]
    fn the_draw_of_a_vae_is_the_line_that_draws_and_what_it_calls() {
        let lit = at_work(
            ModelType::Vae,
            TraceStageKind::Sample,
            StepTurn::Autoencoder,
        );
        assert_eq!(
            lit,
            [
                "def noise(count):",
                "return torch.randn(count, latent)",
                "def sample(mean, log_variance):",
                "return mean + torch.exp(0.5 * log_variance) * noise(len(mean))",
                "z = sample(mean, log_variance)",
            ]
        );
    }

    #[test]
    fn each_player_has_its_own_lines() {
        for (turn, own, others) in [
            (StepTurn::Discriminator, "judge_loss", "make_loss"),
            (StepTurn::Generator, "make_loss", "judge_loss"),
        ] {
            let lit = at_work(ModelType::Gan, TraceStageKind::Loss, turn).join("\n");
            assert!(
                lit.contains(own) && !lit.contains(others),
                "{turn:?}: {lit}"
            );
        }
        let update = at_work(ModelType::Gan, TraceStageKind::Update, StepTurn::Generator);
        assert!(update.contains(&"learn(optimiser, loss, generator)".to_owned()));
        assert!(update.contains(&"optimiser.step()".to_owned()));
        assert!(!update.iter().any(|line| line.contains("backward")));
    }

    #[test]
    fn each_stage_that_a_model_has_is_at_work_somewhere() {
        use StepTurn::{Autoencoder, Discriminator, Generator};
        use TraceStageKind as Kind;
        let judged = [
            Kind::Data,
            Kind::Generate,
            Kind::JudgeReal,
            Kind::JudgeGenerated,
        ];
        let made = [Kind::Generate, Kind::JudgeGenerated];
        let coded = [Kind::Data, Kind::Encode, Kind::Sample, Kind::Decode];
        let both = [
            Kind::Noise,
            Kind::Generate,
            Kind::JudgeReal,
            Kind::JudgeGenerated,
        ];
        let turns: [(ModelType, StepTurn, &[Kind]); 8] = [
            (
                ModelType::Autoencoder,
                Autoencoder,
                &[Kind::Data, Kind::Encode, Kind::Decode],
            ),
            (ModelType::Vae, Autoencoder, &coded),
            (ModelType::Gan, Discriminator, &judged),
            (ModelType::Gan, Generator, &made),
            (ModelType::VaeGan, Autoencoder, &coded),
            (ModelType::VaeGan, Autoencoder, &both),
            (ModelType::LatentFedGan, Discriminator, &judged),
            (
                ModelType::LatentFedGan,
                Generator,
                &[Kind::Sample, Kind::Generate],
            ),
        ];
        for (model, turn, kinds) in turns {
            let spec = points(model);
            for target in [CodeTarget::PyTorch, CodeTarget::Burn] {
                let lines = target.lines(&spec, spec.image());
                for kind in kinds
                    .iter()
                    .chain(&[Kind::Loss, Kind::Gradient, Kind::Update])
                {
                    let lit = lines
                        .iter()
                        .filter(|line| line.stages.has(*kind, turn))
                        .count();
                    let is_some = lit > 0 && lit < lines.len() / 2;
                    assert!(
                        is_some,
                        "{model:?}, {target:?}, {turn:?}: {lit} lines of {kind:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn functions_are_whole_and_networks_are_their_own_lines() {
        let spec = points(ModelType::Gan);
        let lines = CodeTarget::PyTorch.lines(&spec, spec.image());
        let (kind, turn) = (TraceStageKind::JudgeReal, StepTurn::Discriminator);
        let passages = excerpt(&lines, kind, turn);
        let is_lit = |line: &CodeLine| line.stages.has(kind, turn);
        let whole = passages.iter().any(|passage| {
            passage[0].text.starts_with("def judge_and_learn") && !passage.iter().all(is_lit)
        });
        assert!(whole, "{passages:?}");
        let text = passages.concat();
        assert!(
            text.iter()
                .any(|line| line.text.starts_with("discriminator = "))
        );
        assert!(
            !text
                .iter()
                .any(|line| line.text.starts_with("generator = "))
        );
        assert!(text.len() < lines.len() / 2, "an excerpt is short");
    }
}
