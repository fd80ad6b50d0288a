//! A model of the visitor's pictures, made in slices beside whatever else the trainer does.

use std::cell::Cell;
use std::collections::HashSet;

use model::data::Images;
use model::device;
use model::train::{PersonalTraining, TRAINING_STEPS};
use run_spec::FEWEST_PERSONAL;
use web_time::{Duration, Instant};

use super::channel::{self, post_update};
use super::data::user_images;
use super::error::RequestError;
use super::fetch;
use protocol::{EngineError, EngineKind, RequestId, RoomError, RunId, TrainerUpdate};

/// Steps are taken for so long before messages are looked at.
const SLICE: Duration = Duration::from_millis(12);
/// How often the page is told how far it is.
const REPORT_EVERY: Duration = Duration::from_millis(200);
/// Of more pictures than these, as many are taken, evenly.
const MOST: usize = 1_000;

thread_local! {
    /// What is being made; the newest takes the place of any other.
    static MAKING: Cell<Option<RequestId>> = const { Cell::new(None) };
}

/// Makes the model, and says how that went; nothing of one that is not wanted any more.
pub async fn personalise(
    id: RequestId,
    (name, bases): (String, Vec<String>),
    seed: u32,
    payload: Option<Vec<u8>>,
) {
    MAKING.set(Some(id));
    let made = make(id, &name, (&bases, seed), payload).await;
    if !is_wanted(id) {
        return;
    }
    MAKING.set(None);
    match made {
        Ok(Some(bytes)) => {
            post_update(
                RunId::NONE,
                TrainerUpdate::Personalised { id },
                Some(&bytes),
            );
        }
        Ok(None) => {}
        // It is made on the CPU, whatever the trainer runs on.
        Err(error) => channel::post(&error.into_message(id, EngineKind::Cpu), None),
    }
}

/// Makes no model any more.
pub fn stop() {
    MAKING.set(None);
}

fn is_wanted(id: RequestId) -> bool {
    MAKING.get() == Some(id)
}

/// The model's file; `None` once it is not wanted any more.
async fn make(
    id: RequestId,
    name: &str,
    (bases, seed): (&[String], u32),
    payload: Option<Vec<u8>>,
) -> Result<Option<Vec<u8>>, RequestError> {
    let images = user_images(name, payload.ok_or(EngineError::NoFile)?)?;
    check(name, &images)?;
    let images = some_of(images);
    let mut best: Option<(f64, PersonalTraining)> = None;
    for url in bases {
        let bytes = fetch::bytes(url).await?;
        if !is_wanted(id) {
            return Ok(None);
        }
        let base = (fetch::file_name(url), &*bytes);
        let training =
            PersonalTraining::begin(base, images.clone(), u64::from(seed), &device::cpu()).await?;
        let error = training.base_error().await?;
        if best.as_ref().is_none_or(|(least, _)| error < *least) {
            best = Some((error, training));
        }
        channel::macrotask().await;
    }
    let Some((_, mut training)) = best else {
        return Err(EngineError::NoFile.into());
    };
    let mut reported = Instant::now();
    while !training.is_done() {
        let begun = Instant::now();
        while begun.elapsed() < SLICE {
            training.step();
        }
        if reported.elapsed() >= REPORT_EVERY {
            reported = Instant::now();
            let (done, of) = (training.steps(), TRAINING_STEPS);
            post_update(
                RunId::NONE,
                TrainerUpdate::Personalising { id, done, of },
                None,
            );
        }
        channel::macrotask().await;
        if !is_wanted(id) {
            return Ok(None);
        }
    }
    Ok(Some(training.finish(name).await?))
}

/// Whether there are enough different pictures.
fn check(name: &str, images: &Images) -> Result<(), RoomError> {
    let different: HashSet<&[u8]> = (0..images.len()).map(|index| images.bytes(index)).collect();
    let found = different.len();
    if found >= FEWEST_PERSONAL {
        return Ok(());
    }
    Err(RoomError::FewPictures {
        name: name.to_owned(),
        least: FEWEST_PERSONAL,
        found,
    })
}

/// At most [`MOST`] of the images.
fn some_of(images: Images) -> Images {
    let count = images.len();
    if count <= MOST {
        return images;
    }
    let mut some = images.part(0, 0);
    for place in 0..MOST {
        some.join(images.part(place * count / MOST, 1));
    }
    some
}

#[cfg(test)]
mod tests {
    use super::*;
    use run_spec::ImageShape;

    fn images(values: &[u8]) -> Images {
        let shape = ImageShape::grey(8);
        let pixels = values.iter().flat_map(|value| vec![*value; shape.len()]);
        Images::new(shape, pixels.collect())
    }

    #[test]
    fn one_picture_and_pictures_that_are_all_alike_are_too_few() {
        for (values, different) in [(&[1][..], 1), (&[3; 40][..], 1), (&[1, 2, 3, 4, 4][..], 4)] {
            let refused = RoomError::FewPictures {
                name: "Ours".to_owned(),
                least: 5,
                found: different,
            };
            assert_eq!(check("Ours", &images(values)), Err(refused));
        }
        assert_eq!(check("Ours", &images(&[1, 2, 3, 4, 5])), Ok(()));
    }

    #[test]
    fn of_many_pictures_a_thousand_are_taken_evenly() {
        let many: Vec<u8> = (0..2_500_u32).map(|index| (index / 10) as u8).collect();
        let some = some_of(images(&many));
        assert_eq!(some.len(), MOST);
        let first = |place: usize| some.bytes(place)[0];
        assert_eq!([first(0), first(400), first(999)], [0, 100, 249]);
        assert_eq!(some_of(images(&[1, 2])).len(), 2);
    }
}
