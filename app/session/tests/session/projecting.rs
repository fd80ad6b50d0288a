//! Projections of encoded images: what is computed when, groups, and the direction between them.

use std::sync::Arc;

use proptest::prelude::*;
use protocol::{ProjectionMethod, ProjectionSpec};
use session::{
    EngineChoice, ExploreEvent, ExploreTool, GpuAdapter, HostCommand, ProjectionInput,
    ProjectionJob, ProjectionState, SessionEvent, StripKind,
};

use crate::exploring::{explore, go};
use crate::sim::{BASE, Sim, TEN};

/// Three sevens on the left, and three ones on the right.
const IMAGES: [([f32; 2], u8); 6] = [
    ([-1.0, 0.5], 7),
    ([-2.0, 1.0], 7),
    ([-1.5, 0.0], 7),
    ([1.0, 0.25], 1),
    ([2.0, -0.5], 1),
    ([3.0, 1.0], 1),
];

fn with_images(images: &[([f32; 2], u8)]) -> Sim {
    let mut sim = Sim::new();
    sim.encoded = images.to_vec();
    sim.send(SessionEvent::Started {
        choice: EngineChoice::Cpu,
        adapter: GpuAdapter::Fit,
        base: BASE.to_owned(),
    });
    sim.settle();
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Projection));
    sim
}

fn state(sim: &Sim) -> &ProjectionState {
    let shown = sim.session.tools.own.projection.shown.as_ref();
    shown.expect("the tool was opened")
}

fn job(sim: &Sim) -> Arc<ProjectionJob> {
    state(sim).job.clone().expect("something is computed")
}

fn act(sim: &mut Sim, input: ProjectionInput) {
    explore(sim, input.into());
}

/// The worker answers: each image lies where its code does, and at 0 in a third dimension.
fn answer(sim: &mut Sim, job: &ProjectionJob) {
    let width = job.points.latent;
    let mut numbers = Vec::new();
    for code in job.points.means.chunks_exact(width) {
        numbers.extend_from_slice(&code[..2]);
        if job.spec.dimensions == 3 {
            numbers.push(0.0);
        }
    }
    numbers.extend([0.75, 0.5]);
    let (number, millis) = (job.number, 20.0);
    act(
        sim,
        ProjectionInput::Arrived {
            number,
            numbers,
            millis,
        },
    );
}

fn projected() -> Sim {
    let mut sim = with_images(&IMAGES);
    let job = job(&sim);
    answer(&mut sim, &job);
    sim
}

fn tsne() -> ProjectionSpec {
    ProjectionSpec {
        method: ProjectionMethod::Tsne,
        dimensions: 3,
        neighbours: 15,
        seed: 4,
    }
}

fn group(sim: &mut Sim, images: &[u32], in_a: bool) {
    act(
        sim,
        ProjectionInput::Group {
            images: images.to_vec(),
            in_a,
            joins: false,
        },
    );
}

#[test]
fn opening_the_tool_projects_the_encoded_images_once() {
    let mut sim = with_images(&IMAGES);
    let first = job(&sim);
    assert_eq!(first.spec, ProjectionSpec::default());
    assert_eq!(first.points.labels, [7, 7, 7, 1, 1, 1]);
    go(&mut sim, &[0.5, 0.5]);
    assert_eq!(job(&sim).number, first.number);
    answer(&mut sim, &first);
    let images = state(&sim).images.clone().expect("a view");
    assert_eq!(images.positions[..4], [-1.0, 0.5, -2.0, 1.0]);
    assert_eq!((images.trustworthiness, images.preservation), (0.75, 0.5));
    assert_eq!(state(&sim).job, None);
    go(&mut sim, &[0.5, 1.5]);
    assert_eq!(state(&sim).job, None, "there is nothing to compute again");
}

#[test]
fn before_the_tool_is_opened_nothing_is_computed() {
    let mut sim = Sim::on_cpu();
    go(&mut sim, &[0.5, 0.5]);
    assert_eq!(sim.session.tools.own.projection.shown, None);
}

#[test]
fn the_newest_choice_wins_and_an_answer_to_an_older_one_is_dropped() {
    let mut sim = with_images(&IMAGES);
    let first = job(&sim);
    act(&mut sim, ProjectionInput::Choose(tsne()));
    let second = job(&sim);
    assert_ne!(first.number, second.number);
    assert_eq!(second.spec, tsne());
    let number = first.number;
    act(&mut sim, ProjectionInput::Progress { number, share: 0.9 });
    assert_eq!(state(&sim).progress, 0.0);
    answer(&mut sim, &first);
    assert_eq!(state(&sim).images, None);
    let number = second.number;
    act(&mut sim, ProjectionInput::Progress { number, share: 0.5 });
    assert_eq!(state(&sim).progress, 0.5);
    answer(&mut sim, &second);
    assert_eq!(state(&sim).images.as_ref().map(|it| it.spec), Some(tsne()));
}

#[test]
fn what_was_stopped_or_failed_is_computed_again_only_when_asked() {
    let mut sim = with_images(&IMAGES);
    act(&mut sim, ProjectionInput::Stop);
    go(&mut sim, &[0.5, 0.5]);
    assert!(state(&sim).job.is_none() && state(&sim).stopped);
    act(&mut sim, ProjectionInput::Again);
    let number = job(&sim).number;
    act(&mut sim, ProjectionInput::Failed { number });
    go(&mut sim, &[1.5, 0.5]);
    assert!(state(&sim).job.is_none() && state(&sim).failed);
    act(&mut sim, ProjectionInput::Choose(tsne()));
    assert!(!state(&sim).failed);
    assert_eq!(job(&sim).spec, tsne());
}

#[test]
fn an_answer_that_does_not_fit_is_a_failure() {
    for numbers in [vec![], vec![0.0; 13], vec![f32::NAN; 14], vec![0.0; 20]] {
        let mut sim = with_images(&IMAGES);
        let number = job(&sim).number;
        let millis = 1.0;
        let input = ProjectionInput::Arrived {
            number,
            numbers,
            millis,
        };
        act(&mut sim, input);
        assert!(state(&sim).failed && state(&sim).images.is_none());
    }
}

#[test]
fn too_few_images_are_not_projected() {
    let sim = with_images(&IMAGES[..4]);
    assert_eq!(state(&sim).job, None);
}

#[test]
fn the_direction_between_two_groups_is_the_difference_of_their_means_exactly() {
    let mut sim = projected();
    group(&mut sim, &[0, 1], true);
    group(&mut sim, &[3, 5], false);
    act(&mut sim, ProjectionInput::Save("lean".to_owned()));
    // (−1.5, 0.75) − (2, 0.625)
    let saved = &sim.session.tools.vectors[0];
    assert_eq!(
        (saved.name.as_str(), &saved.z[..]),
        ("lean", &[-3.5, 0.125][..])
    );
    let before = sim.session.view.point.clone();
    explore(&mut sim, ExploreEvent::SetVector("lean".to_owned(), 1.0));
    assert_ne!(sim.session.view.point, before);
    explore(&mut sim, ExploreEvent::Undo);
    explore(&mut sim, ExploreEvent::Undo);
    assert!(sim.session.tools.vectors.is_empty(), "saving can be undone");
}

#[test]
fn without_a_second_group_it_is_all_others() {
    let mut sim = projected();
    group(&mut sim, &[3, 4, 5], true);
    act(&mut sim, ProjectionInput::Save("one".to_owned()));
    // (2, 0.25) − (−1.5, 0.5)
    assert_eq!(sim.session.tools.vectors[0].z, [3.5, -0.25]);
}

#[test]
fn an_image_is_in_one_group_and_a_new_line_takes_the_place_of_the_old_one() {
    let mut sim = projected();
    group(&mut sim, &[0, 1, 2], true);
    group(&mut sim, &[2, 3, 99], false);
    assert_eq!((state(&sim).count(true), state(&sim).count(false)), (2, 2));
    group(&mut sim, &[4], true);
    assert_eq!((state(&sim).count(true), state(&sim).count(false)), (1, 2));
    let joins = ProjectionInput::Group {
        images: vec![0, 5],
        in_a: true,
        joins: true,
    };
    act(&mut sim, joins);
    assert_eq!(state(&sim).count(true), 3);
    act(&mut sim, ProjectionInput::Ungroup);
    assert!(state(&sim).groups.is_empty());
}

#[test]
fn a_direction_without_groups_or_name_is_a_sentence() {
    let mut sim = projected();
    act(&mut sim, ProjectionInput::Save("lean".to_owned()));
    group(&mut sim, &[0, 1, 2, 3, 4, 5], true);
    act(&mut sim, ProjectionInput::Save("all".to_owned()));
    group(&mut sim, &[0], true);
    act(&mut sim, ProjectionInput::Save(" ".to_owned()));
    act(&mut sim, ProjectionInput::Save("a + b".to_owned()));
    assert!(sim.session.tools.vectors.is_empty());
    let alerts = sim.alerts();
    assert_eq!(alerts.len(), 3, "{alerts:?}");
}

#[test]
fn an_image_leads_to_its_point() {
    let mut sim = projected();
    act(&mut sim, ProjectionInput::GoTo(4));
    assert_eq!(sim.session.view.point, [2.0, -0.5]);
    act(&mut sim, ProjectionInput::GoTo(6));
    assert_eq!(sim.session.view.point, [2.0, -0.5]);
}

#[test]
fn pictures_are_decoded_of_the_codes_of_the_view() {
    let mut sim = projected();
    let strip = &sim.session.tools.strips[&StripKind::Encoded];
    assert_eq!(strip.pictures.len(), 6);
    assert_eq!(strip.point(4), [2.0, -0.5]);
    let asked = sim.log.len();
    act(&mut sim, ProjectionInput::ShowPictures(false));
    act(&mut sim, ProjectionInput::ShowPictures(true));
    assert_eq!(sim.log.len(), asked, "they are there already");
}

#[test]
fn another_model_has_another_view_and_none_of_the_groups() {
    let mut sim = projected();
    group(&mut sim, &[0], true);
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    sim.settle();
    assert!(state(&sim).images.is_none() && state(&sim).groups.is_empty());
    assert_eq!(job(&sim).points.latent, 10);
}

#[test]
fn a_link_holds_the_projection() {
    let mut sim = projected();
    let address = |sim: &Sim| sim.session.address().expect("an address").0;
    assert!(!address(&sim).contains("projection="), "{}", address(&sim));
    act(&mut sim, ProjectionInput::Choose(tsne()));
    let there = address(&sim);
    assert!(
        there.contains("&tool=projection&projection=tsne-3-15-4"),
        "{there}"
    );
    let (_, place) = there.split_once('&').expect("a room and a place");

    let mut other = with_images(&IMAGES);
    explore(&mut other, ExploreEvent::Follow(place.to_owned()));
    assert_eq!(job(&other).spec, tsne());
    assert_eq!(address(&other), there);
    explore(&mut other, ExploreEvent::Open(ExploreTool::Paths));
    assert!(
        !address(&other).contains("projection"),
        "{}",
        address(&other)
    );
}

#[test]
fn a_link_to_no_projection_is_a_sentence() {
    let mut sim = projected();
    let place = "v=1&model=vae-mnist-2d&z=0,0&tool=projection&projection=tsne-4";
    explore(&mut sim, ExploreEvent::Follow(place.to_owned()));
    let alerts = sim.alerts();
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert!(alerts[0].contains("projection “tsne-4”"), "{alerts:?}");
    assert_eq!(state(&sim).spec, ProjectionSpec::default());
}

#[test]
fn the_view_is_a_file_with_a_line_for_each_image() {
    let mut sim = projected();
    act(&mut sim, ProjectionInput::TakeCsv);
    let Some(HostCommand::Save { name, bytes, .. }) = sim.handed.last() else {
        panic!("{:?}", sim.handed);
    };
    assert_eq!(name, "vae-mnist-2d-pca-2.csv");
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 7);
    assert_eq!(lines[..2], ["image,class,x,y", "0,7,-1,0.5"]);
}

/// What can happen to projections.
pub fn projection_input() -> impl Strategy<Value = ProjectionInput> {
    let spec =
        (0_usize..3, 2_u8..4, any::<u32>()).prop_map(|(method, dimensions, seed)| ProjectionSpec {
            method: ProjectionMethod::ALL[method],
            dimensions,
            seed,
            ..ProjectionSpec::default()
        });
    let images = prop::collection::vec(0_u32..9, 0..9);
    let numbers = prop::collection::vec(any::<f32>(), 0..20);
    prop_oneof![
        spec.prop_map(ProjectionInput::Choose),
        Just(ProjectionInput::Again),
        Just(ProjectionInput::Stop),
        (0_u32..9, any::<f32>())
            .prop_map(|(number, share)| ProjectionInput::Progress { number, share }),
        (0_u32..9, numbers).prop_map(|(number, numbers)| ProjectionInput::Arrived {
            number,
            numbers,
            millis: 1.0,
        }),
        (0_u32..9).prop_map(|number| ProjectionInput::Failed { number }),
        any::<bool>().prop_map(ProjectionInput::ShowPictures),
        (0_usize..9).prop_map(ProjectionInput::GoTo),
        (images, any::<bool>(), any::<bool>()).prop_map(|(images, in_a, joins)| {
            ProjectionInput::Group {
                images,
                in_a,
                joins,
            }
        }),
        Just(ProjectionInput::Ungroup),
        Just(ProjectionInput::Save("apart".to_owned())),
        Just(ProjectionInput::TakeCsv),
    ]
}
