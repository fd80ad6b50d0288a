//! What is said of pictures that visitors bring.

use session::{PictureFault, PictureNote, PictureRefusal};

use super::encode as words;

/// Why a picture cannot be made as a model takes it; empty before there is a model.
pub fn picture_fault_sentence(fault: PictureFault) -> &'static str {
    match fault {
        PictureFault::NotPrepared => "",
        PictureFault::NoPixels => words::no_pixels(),
        PictureFault::Ribbon => words::ribbon(),
        PictureFault::Empty => words::empty(),
        PictureFault::UnevenGround => words::uneven_ground(),
    }
}

/// What is said of a picture as a model takes it.
pub fn picture_note_sentence(note: PictureNote) -> String {
    match note {
        PictureNote::SeveralThings(things) => words::SeveralThings {
            things: things as f64,
        }
        .text(),
        PictureNote::Thickened => words::thickened().to_owned(),
    }
}

/// Why a file was not taken as a picture.
pub(super) fn picture_refusal_sentence(title: &str, refusal: &PictureRefusal) -> String {
    match refusal {
        PictureRefusal::TooLarge { megabytes } => words::PictureTooLarge {
            title,
            megabytes: *megabytes,
        }
        .text(),
        PictureRefusal::TooManyPixels { width, height } => words::TooManyPixels {
            title,
            width: *width,
            height: *height,
        }
        .text(),
        PictureRefusal::OtherFormat(format) => words::OtherFormat { title, format }.text(),
        PictureRefusal::Torn => words::PictureTorn { title }.text(),
        PictureRefusal::Unreadable => words::PictureUnreadable { title }.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_said_of_a_picture_is_a_short_sentence() {
        // As long as the page hands a name on.
        let title = "n".repeat(60);
        let formats = ["heic", "jpeg-2000", "tiff", "jpeg-xl"];
        let formats = formats.map(|format| PictureRefusal::OtherFormat(format.to_owned()));
        let refusals = [
            PictureRefusal::TooLarge { megabytes: 4096.0 },
            PictureRefusal::TooManyPixels {
                width: 2_147_483_647.0,
                height: 2_147_483_647.0,
            },
            PictureRefusal::Torn,
            PictureRefusal::Unreadable,
        ];
        let refused = refusals.iter().chain(&formats);
        let refused = refused.map(|refusal| picture_refusal_sentence(&title, refusal));
        let faults = [
            PictureFault::NoPixels,
            PictureFault::Ribbon,
            PictureFault::Empty,
            PictureFault::UnevenGround,
        ];
        let faults = faults.map(|fault| picture_fault_sentence(fault).to_owned());
        let notes = [PictureNote::SeveralThings(3), PictureNote::Thickened];
        let notes = notes.map(picture_note_sentence);
        for said in refused.chain(faults).chain(notes) {
            assert!(said.ends_with('.') && said.contains(' '), "{said}");
            assert!(said.chars().count() <= 300, "{said}");
        }
    }
}
