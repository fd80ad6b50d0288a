//! The shipped models, by their ids. A model that the visitor brings says of itself what it is.

use session::ModelOrigin;

use super::{directions_by_id, model_titles as models, models_by_id};

/// What a model is called; `own` is what it calls itself.
pub fn title(id: &str, own: &str, origin: &ModelOrigin) -> String {
    match origin {
        ModelOrigin::File => models_by_id::find(id).unwrap_or(own).to_owned(),
        ModelOrigin::InTraining => models::in_training().to_owned(),
        ModelOrigin::TrainedBefore => models::trained_before().to_owned(),
        ModelOrigin::Kept { preset, step } => models::Kept {
            preset,
            step: (*step).into(),
        }
        .text(),
    }
}

/// What a model is, in a sentence or two.
pub fn summary(id: &str, own: String) -> String {
    models_by_id::find(&format!("{id}.summary")).map_or(own, str::to_owned)
}

/// What a direction is called: where the page does not know it, as its file or the visitor calls it.
pub fn direction_title(id: &str) -> &str {
    directions_by_id::find(id).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_shipped_model_has_words_and_in_english_its_own() {
        let folder = local_files::crate_folder!().join("../../assets/models");
        let catalog = fs::read_to_string(folder.join("catalog.json")).unwrap();
        let ids = catalog.lines().filter_map(|line| {
            let id = line.trim().strip_prefix("\"id\": \"")?;
            id.strip_suffix("\",")
        });
        let mut count = 0;
        for id in ids {
            let own = |key: &str| models_by_id::find(key).unwrap_or_else(|| panic!("no {key}"));
            let (title, summary) = (own(id), own(&format!("{id}.summary")));
            assert!(
                catalog.contains(&format!("\"title\": \"{title}\"")),
                "{title}"
            );
            let weights = fs::read(folder.join(format!("{id}.safetensors"))).unwrap();
            let card = String::from_utf8_lossy(&weights[..weights.len().min(1 << 14)]).into_owned();
            assert!(card.contains(summary), "{id}: {summary}");
            count += 2;
        }
        assert_eq!(models_by_id::KEYS.len(), count, "of no model");
        assert_eq!(title("mine", "Mine", &ModelOrigin::File), "Mine");
    }
}
