//! How a script changes pictures.

use run_spec::{Augmentation, AugmentationUse, ImageShape};

use super::Script;
use crate::{CodePart, number};

impl Script<'_> {
    /// `changes`, which draws what becomes of each picture of a batch, and `augment`, which does it.
    pub(super) fn augmentation(&mut self) {
        let kinds = self.spec.augmentation_of_data();
        if kinds.is_empty() {
            return;
        }
        let purpose = self.spec.augmentation_use();
        let ImageShape {
            channels,
            height,
            width,
        } = self.image;
        let has = |kind| kinds.contains(kind);
        let (colours, moves) = (has(Augmentation::Colour), has(Augmentation::Translation));
        let (blanks, is_judged) = (
            has(Augmentation::Cutout),
            purpose == AugmentationUse::Judged,
        );
        let is_rgb = channels > 1;

        let mut names = Vec::new();
        let mut draws = String::new();
        let mut body = format!("    x = x.reshape(-1, {channels}, {height}, {width})\n");
        if colours {
            let factor = |name: &str, least: f64, range: f64| {
                let (least, range) = (number(least), number(range));
                format!("    {name} = {least} + {range} * torch.rand(batch, 1, 1, 1)\n")
            };
            let around = |middle: f64, most: f64| (middle - most, 2.0 * most);
            let (least, range) = around(0.0, purpose.brightness());
            draws.push_str(&factor("brightness", least, range));
            let (least, range) = around(1.0, purpose.contrast());
            draws.push_str(&factor("contrast", least, range));
            names.extend(["brightness", "contrast"]);
            if is_rgb {
                let (least, range) = around(1.0, purpose.saturation());
                draws.push_str(&factor("saturation", least, range));
                names.push("saturation");
                body.push_str(
                    "    grey = x.mean(1, keepdim=True)\n    x = saturation * (x - grey) + grey\n",
                );
            }
            body.push_str("    mean = x.mean((1, 2, 3), keepdim=True)\n    x = contrast * (x - mean) + mean + brightness\n");
        }
        if moves || blanks {
            body.push_str(&format!(
                "    rows, columns = torch.arange({height}).view(1, -1, 1), torch.arange({width}).view(1, 1, -1)\n"
            ));
        }
        let mut seen = Vec::new();
        if moves {
            for (name, side) in [("down", height), ("right", width)] {
                let most = purpose.longest_shift(side);
                let above = most + 1;
                draws.push_str(&format!(
                    "    {name} = torch.randint(-{most}, {above}, (batch, 1, 1))\n"
                ));
                names.push(name);
            }
            let (bottom, end) = (height - 1, width - 1);
            body.push_str(&format!(
                "    from_rows, from_columns = rows - down, columns - right\n    each = torch.arange(len(x)).view(-1, 1, 1)\n    x = x[each, :, from_rows.clamp(0, {bottom}), from_columns.clamp(0, {end})].permute(0, 3, 1, 2)\n"
            ));
            seen.push(format!("(from_rows >= 0) & (from_rows < {height})"));
            seen.push(format!("(from_columns >= 0) & (from_columns < {width})"));
        }
        if blanks {
            for (name, side) in [("top", height), ("left", width)] {
                let size = purpose.hole(side);
                let (places, half) = (side + 1 - size % 2, size / 2);
                draws.push_str(&format!(
                    "    {name} = torch.randint(0, {places}, (batch, 1, 1)) - {half}\n"
                ));
                names.push(name);
            }
            let (tall, wide) = (purpose.hole(height), purpose.hole(width));
            body.push_str(&format!(
                "    in_hole = (rows >= top) & (rows < top + {tall}) & (columns >= left) & (columns < left + {wide})\n"
            ));
            seen.push("~in_hole".to_owned());
        }
        if is_judged && !seen.is_empty() {
            // A line for each condition, because together they are too long for one.
            for (at, condition) in seen.iter().enumerate() {
                let before = if at == 0 { "" } else { "seen & " };
                body.push_str(&format!("    seen = {before}{condition}\n"));
            }
            body.push_str("    x = torch.where(seen.unsqueeze(1), x, 0.5)\n");
        }
        let result = if is_judged {
            "x.flatten(1)"
        } else {
            "x.flatten(1).clamp(0, 1)"
        };
        let names = names.join(", ");
        let what = if is_judged {
            "DiffAugment (arXiv:2006.10738): how each picture is changed before it is judged."
        } else {
            "How each picture is changed before it is learnt."
        };
        self.out.about(
            CodePart::Data,
            &format!("# {what}\ndef changes():\n{draws}    return {names}"),
        );
        self.out.say("\n");
        self.out.about(
            CodePart::Data,
            &format!(
                "def augment(x, change):\n    {names} = (numbers[: len(x)] for numbers in change)\n{body}    return {result}"
            ),
        );
        self.out.say("\n");
    }

    /// Whether what a discriminator sees is changed first.
    pub(super) fn changes_what_is_judged(&self) -> bool {
        self.spec.model.has_discriminator() && !self.spec.augmentation_of_data().is_empty()
    }

    /// A batch of pictures as it is learnt, where no discriminator judges.
    pub(super) fn learnt(&self, images: &str) -> String {
        let kinds = self.spec.augmentation_of_data();
        if self.spec.model.has_discriminator() || kinds.is_empty() {
            images.to_owned()
        } else {
            format!("augment({images}, changes())")
        }
    }

    /// Pictures as a discriminator sees them, changed by `change`.
    pub(super) fn judged(&self, pictures: &str, change: &str) -> String {
        if self.changes_what_is_judged() {
            format!("augment({pictures}, {change})")
        } else {
            pictures.to_owned()
        }
    }
}
