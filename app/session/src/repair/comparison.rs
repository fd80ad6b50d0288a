//! How near a restoration and a baseline come to the truth.

use latent::repair::{psnr, ssim};

use super::damage::{DamageKind, DamagedPicture, raster_of, values_of};
use crate::pictures::ImagePixels;

/// How near a picture is to the truth, over the pixels that were hidden, or over all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureSimilarity {
    /// Peak signal-to-noise ratio, dB; infinite where there is no difference.
    pub psnr: f64,
    /// Structural similarity.
    pub ssim: f64,
}

/// A restoration beside a baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepairComparison {
    /// The model's restoration.
    pub restored: PictureSimilarity,
    /// The baseline.
    pub baseline: PictureSimilarity,
    /// One pass through encoder and decoder, where the model has an encoder.
    pub passed: Option<PictureSimilarity>,
}

/// Which is nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairVerdict {
    /// The model's, by both measures.
    Model,
    /// The baseline, by both.
    Baseline,
    /// The model's by PSNR, the baseline by SSIM.
    ModelByPsnr,
    /// The other way round.
    ModelBySsim,
}

impl RepairComparison {
    /// Compares both with what was there; `None` where nobody knows that.
    pub(super) fn new(
        damaged: &DamagedPicture,
        restored: &ImagePixels,
        baseline: &ImagePixels,
        passed: Option<&ImagePixels>,
    ) -> Option<Self> {
        if damaged.kind == DamageKind::Missing {
            return None;
        }
        let (size, truth) = (raster_of(&damaged.before), values_of(&damaged.before));
        let all = vec![true; size.pixels()];
        let counted = if damaged.kind.hides() {
            &damaged.hidden[..]
        } else {
            &all
        };
        let similarity = |made: &ImagePixels| {
            let made = values_of(made);
            PictureSimilarity {
                psnr: psnr(&made, &truth, counted, size),
                ssim: ssim(&made, &truth, counted, size),
            }
        };
        Some(Self {
            restored: similarity(restored),
            baseline: similarity(baseline),
            passed: passed.map(similarity),
        })
    }

    /// By how many dB one pass is nearer to the truth than restoration and baseline, if it is.
    pub fn pass_ahead(self) -> Option<f64> {
        let next = self.restored.psnr.max(self.baseline.psnr);
        let ahead = self.passed?.psnr - next;
        (ahead > 0.0 && ahead.is_finite()).then_some(ahead)
    }

    /// Which is nearer to the truth. Where both are as near, the baseline did it without a model.
    pub fn verdict(self) -> RepairVerdict {
        let by_psnr = self.restored.psnr > self.baseline.psnr;
        let by_ssim = self.restored.ssim > self.baseline.ssim;
        match (by_psnr, by_ssim) {
            (true, true) => RepairVerdict::Model,
            (false, false) => RepairVerdict::Baseline,
            (true, false) => RepairVerdict::ModelByPsnr,
            (false, true) => RepairVerdict::ModelBySsim,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::damage::{DamageSettings, ErasedArea};
    use super::*;

    #[test]
    fn only_hidden_pixels_count_and_the_verdict_names_the_nearer() {
        let before = ImagePixels {
            width: 8,
            height: 8,
            channels: 1,
            bytes: vec![100; 64].into(),
        };
        let mut settings = DamageSettings::default();
        settings.hide_area(ErasedArea::LowerHalf, (8, 8));
        let damaged = DamagedPicture::new(&before, &settings);
        let off = |upper: u8, lower: u8| ImagePixels {
            bytes: (0..64)
                .map(|at| if at < 32 { upper } else { lower })
                .collect(),
            ..before.clone()
        };
        // Far off where nothing was hidden, a tenth of white where something was.
        let (near, far) = (off(250, 100 + 26), off(100, 100 + 51));
        let found = RepairComparison::new(&damaged, &near, &far, Some(&off(0, 100 + 13)));
        let found = found.expect("the truth is known");
        let ahead = found.pass_ahead().expect("it is nearest");
        assert!((ahead - 20.0 * 2.0_f64.log10()).abs() < 1e-4, "{ahead}");
        let expected = -20.0 * (26.0_f64 / 255.0).log10();
        assert!((found.restored.psnr - expected).abs() < 1e-4, "{found:?}");
        assert!(found.restored.psnr > found.baseline.psnr);
        let exact =
            RepairComparison::new(&damaged, &before, &far, None).expect("the truth is known");
        assert_eq!(exact.pass_ahead(), None);
        assert_eq!(exact.restored.psnr, f64::INFINITY);
        assert_eq!(exact.verdict(), RepairVerdict::Model);
        let even = RepairComparison::new(&damaged, &far, &far, None).expect("the truth is known");
        assert_eq!(even.verdict(), RepairVerdict::Baseline);
        let unknown = DamagedPicture {
            kind: DamageKind::Missing,
            ..damaged
        };
        assert_eq!(RepairComparison::new(&unknown, &near, &far, None), None);
    }
}
