//! What discriminator and generator make small, for each loss. A score is a logit where the loss
//! speaks of probabilities, D(x) = σ(score), and D(x) itself where it does not.

use burn::tensor::{Tensor, activation};
use run_spec::GanLoss;

use crate::nn::or_fallback;

/// The discriminator's loss.
///
/// | loss | of a real score r and a generated one f |
/// |---|---|
/// | minimax, non-saturating | −log σ(r) − log(1 − σ(f)) (arXiv:1406.2661, equation 1) |
/// | least squares | ½ (r − 1)² + ½ f² (arXiv:1611.04076, equation 2 with a = 0, b = c = 1) |
/// | hinge | max(0, 1 − r) + max(0, 1 + f) (arXiv:1705.02894) |
/// | Wasserstein | f − r (arXiv:1701.07875, equation 2) |
///
/// `smoothing` lowers the target of real pictures from 1 to 1 − `smoothing` where there is a
/// target, that is in the first two rows (one-sided; arXiv:1606.03498, section 3.4).
///
/// # Shapes
/// `real`, `fake`: `[batch]` each → `[1]`
pub fn discriminator_loss(
    loss: GanLoss,
    real: Tensor<1>,
    fake: Tensor<1>,
    smoothing: f64,
) -> Tensor<1> {
    match loss {
        GanLoss::Minimax | GanLoss::NonSaturating => {
            cross_entropy(real, 1.0 - smoothing).mean() + cross_entropy(fake, 0.0).mean()
        }
        GanLoss::LeastSquares => {
            let real = real.sub_scalar(1.0 - smoothing).square().mean();
            (real + fake.square().mean()).mul_scalar(0.5)
        }
        GanLoss::Hinge => {
            let real = activation::relu(real.neg().add_scalar(1.0)).mean();
            real + activation::relu(fake.add_scalar(1.0)).mean()
        }
        GanLoss::Wasserstein => fake.mean() - real.mean(),
    }
}

/// The generator's loss.
///
/// | loss | of a generated score f |
/// |---|---|
/// | minimax | log(1 − σ(f)) |
/// | non-saturating | −log σ(f) |
/// | least squares | ½ (f − 1)² |
/// | hinge, Wasserstein | −f |
///
/// # Shapes
/// `fake`: `[batch]` → `[1]`
pub fn generator_loss(loss: GanLoss, fake: Tensor<1>) -> Tensor<1> {
    match loss {
        GanLoss::Minimax => cross_entropy(fake, 0.0).mean().neg(),
        GanLoss::NonSaturating => cross_entropy(fake, 1.0).mean(),
        GanLoss::LeastSquares => fake.sub_scalar(1.0).square().mean().mul_scalar(0.5),
        GanLoss::Hinge | GanLoss::Wasserstein => fake.mean().neg(),
    }
}

/// What [`discriminator_loss`] is made of: the name of each term, and its values, whose mean is
/// taken. With D(x) = σ(score) where the loss speaks of probabilities, and the score itself where it
/// does not,
///
/// | loss | is |
/// |---|---|
/// | minimax, non-saturating | −(1 − s) · `log D(x)` − s · `log(1 − D(x))` − `log(1 − D(G(z)))` |
/// | least squares | ½ · `(D(x) − 1 + s)²` + ½ · `D(G(z))²` |
/// | hinge | `max(0, 1 − D(x))` + `max(0, 1 + D(G(z)))` |
/// | Wasserstein | `D(G(z))` − `D(x)` |
///
/// where s is `smoothing`; without it, `log(1 − D(x))` is left out.
///
/// # Shapes
/// `real`, `fake`: `[batch]` each → `[batch]` each
pub fn discriminator_terms(
    loss: GanLoss,
    [real, fake]: [Tensor<1>; 2],
    smoothing: f64,
) -> Vec<(&'static str, Tensor<1>)> {
    match loss {
        GanLoss::Minimax | GanLoss::NonSaturating => {
            let mut terms = vec![("log D(x)", cross_entropy(real.clone(), 1.0).neg())];
            if smoothing > 0.0 {
                terms.push(("log(1 − D(x))", cross_entropy(real, 0.0).neg()));
            }
            terms.push((LOG_REFUSED, cross_entropy(fake, 0.0).neg()));
            terms
        }
        GanLoss::LeastSquares => {
            let name = if smoothing > 0.0 {
                "(D(x) − 1 + s)²"
            } else {
                "(D(x) − 1)²"
            };
            let off = real.sub_scalar(1.0 - smoothing).square();
            vec![(name, off), ("D(G(z))²", fake.square())]
        }
        GanLoss::Hinge => {
            let real = activation::relu(real.neg().add_scalar(1.0));
            let fake = activation::relu(fake.add_scalar(1.0));
            vec![("max(0, 1 − D(x))", real), ("max(0, 1 + D(G(z)))", fake)]
        }
        GanLoss::Wasserstein => vec![("D(x)", real), ("D(G(z))", fake)],
    }
}

/// What [`generator_loss`] is made of, likewise.
///
/// | loss | is |
/// |---|---|
/// | minimax | `log(1 − D(G(z)))` |
/// | non-saturating | −`log D(G(z))` |
/// | least squares | ½ · `(D(G(z)) − 1)²` |
/// | hinge, Wasserstein | −`D(G(z))` |
///
/// # Shapes
/// `fake`: `[batch]`; it stays
pub fn generator_terms(loss: GanLoss, fake: Tensor<1>) -> (&'static str, Tensor<1>) {
    match loss {
        GanLoss::Minimax => (LOG_REFUSED, cross_entropy(fake, 0.0).neg()),
        GanLoss::NonSaturating => ("log D(G(z))", cross_entropy(fake, 1.0).neg()),
        GanLoss::LeastSquares => ("(D(G(z)) − 1)²", fake.sub_scalar(1.0).square()),
        GanLoss::Hinge | GanLoss::Wasserstein => ("D(G(z))", fake),
    }
}

const LOG_REFUSED: &str = "log(1 − D(G(z)))";

/// Scores as the page shows them: probabilities of being real where the loss speaks of them.
///
/// # Shapes
/// `[batch]`; it stays
pub fn shown_scores(loss: GanLoss, scores: Tensor<1>) -> Tensor<1> {
    match loss {
        GanLoss::Minimax | GanLoss::NonSaturating => activation::sigmoid(scores),
        GanLoss::LeastSquares | GanLoss::Hinge | GanLoss::Wasserstein => scores,
    }
}

/// −t log σ(l) − (1 − t) log(1 − σ(l)) = max(l, 0) − l t + log(1 + e^−|l|).
fn cross_entropy(logits: Tensor<1>, target: f64) -> Tensor<1> {
    let found = kernels::bce_with_logits_scalar(&logits, target as f32);
    or_fallback(found, || {
        let magnitude = logits.clone().abs();
        let soft = magnitude.clone().neg().exp().log1p();
        // max(l, 0) in the form whose derivative at 0 is ½, and so that of the whole σ(0) − t.
        let positive = (logits.clone() + magnitude).mul_scalar(0.5);
        positive - logits.clone().mul_scalar(target) + soft
    })
}
