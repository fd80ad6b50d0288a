//! Be the discriminator: what is asked, what is counted, what a link and a device know of it.

use protocol::{RunStart, ToEngine, TrainCommand};
use session::{
    AnswerTally, DiscriminationGame, DrawnQuestion, FailureReason, GameEvent, GamePhase, HitCount,
    LearnEvent, QuestionMode, Room, RoundNews, SessionEvent, TrainEvent,
};

use crate::sim::Sim;

fn game_event(event: GameEvent) -> SessionEvent {
    SessionEvent::Learn(LearnEvent::Game(event))
}

/// Opens the game, and begins it.
pub fn begin() -> [SessionEvent; 3] {
    [
        SessionEvent::ShowRoom(Room::Learn),
        SessionEvent::Learn(LearnEvent::OpenGame),
        game_event(GameEvent::Begin),
    ]
}

fn play(sim: &mut Sim, event: GameEvent) {
    sim.send(game_event(event));
}

fn game(sim: &Sim) -> &DiscriminationGame {
    sim.session.learn.game.as_ref().expect("a game")
}

fn begun() -> Sim {
    let mut sim = Sim::on_cpu();
    begin().into_iter().for_each(|event| sim.send(event));
    sim.settle();
    sim
}

/// The answer that is right, and one that is wrong, to the question that is asked.
fn answers(sim: &Sim) -> [usize; 2] {
    match game(sim).asked().expect("a question") {
        DrawnQuestion::Single { is_real, .. } => {
            if is_real {
                [3, 0]
            } else {
                [0, 3]
            }
        }
        DrawnQuestion::Pair { is_real_first, .. } => {
            let right = usize::from(!is_real_first);
            [right, 1 - right]
        }
    }
}

/// Answers all questions: rightly where `is_right` says so of the number of the question.
fn answer_all(sim: &mut Sim, is_right: impl Fn(usize) -> bool) -> usize {
    let mut count = 0;
    while game(sim).phase == GamePhase::Playing {
        let [right, wrong] = answers(sim);
        let choice = if is_right(count) { right } else { wrong };
        play(sim, GameEvent::Vote(choice));
        assert!(game(sim).revealed);
        play(sim, GameEvent::Next);
        count += 1;
    }
    count
}

fn commands(sim: &Sim) -> Vec<&TrainCommand> {
    let commands = sim.log.iter().filter_map(|letter| match &letter.message {
        ToEngine::Train { command, .. } => Some(command),
        _ => None,
    });
    commands.collect()
}

#[test]
fn a_player_who_is_always_right_has_an_area_of_one_and_one_who_is_always_wrong_of_zero() {
    for (is_right, area, rate) in [(true, 1.0, 1.0), (false, 0.0, 0.0)] {
        let mut sim = begun();
        let asked = answer_all(&mut sim, |_| is_right);
        assert_eq!(asked, 24, "eight at each of three steps");
        assert_eq!(game(&sim).phase, GamePhase::Results);
        for tally in &game(&sim).tallies {
            assert_eq!(tally.hits().of, 8);
            assert_eq!(tally.hits().rate(), Some(rate));
            assert_eq!(tally.roc().map(|roc| roc.area()), Some(area));
        }
    }
}

#[test]
fn the_hit_rate_is_what_was_answered() {
    let mut sim = begun();
    answer_all(&mut sim, |question| question % 3 == 0);
    let hits: Vec<HitCount> = game(&sim).tallies.iter().map(AnswerTally::hits).collect();
    // Of the questions 0 to 23, every third was answered rightly.
    let expected = [[0, 8], [8, 16], [16, 24]].map(|[from, to]| HitCount {
        hits: (from..to).filter(|question| question % 3 == 0).count() as u32,
        of: 8,
    });
    assert_eq!(hits, expected);
}

#[test]
fn the_discriminator_is_asked_the_same_questions_and_gets_better_with_steps_that_tell_apart() {
    let sim = begun();
    for round in &game(&sim).rounds {
        assert_eq!(round.discriminator_hits(), HitCount { hits: 8, of: 8 });
        assert_eq!(round.discriminator_roc().map(|roc| roc.area()), Some(1.0));
        for question in 0..round.questions.len() {
            for (picture, score, is_real) in round.shown(question) {
                assert_eq!(picture.bytes[0] == 200, is_real);
                assert_eq!(score > 0.5, is_real);
            }
        }
    }
}

#[test]
fn everyone_with_the_link_is_asked_the_same() {
    let asked = |seed: &str| {
        let mut sim = Sim::on_cpu();
        sim.send(SessionEvent::ShowRoom(Room::Learn));
        let link = format!("game=1&questions=12&mode=both&steps=5,50&preset=classroom&seed={seed}");
        sim.send(SessionEvent::Learn(LearnEvent::Follow(link.clone())));
        let address = sim.session.address().map(|(address, _)| address);
        assert_eq!(address, Some(format!("learn&{link}")));
        play(&mut sim, GameEvent::Begin);
        sim.settle();
        let command = commands(&sim)
            .into_iter()
            .rev()
            .find_map(|command| match command {
                TrainCommand::JudgePictures { run, .. } => Some(run.clone()),
                _ => None,
            });
        let run = command.expect("pictures were asked for");
        assert_eq!((run.steps, run.count), (vec![5, 50], 9));
        assert_eq!(run.seed.to_string(), seed);
        let rounds = game(&sim).rounds.iter();
        rounds
            .map(|round| round.questions.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(asked("7"), asked("7"));
    assert_ne!(asked("7"), asked("8"));
}

#[test]
fn a_link_that_cannot_be_read_says_so_and_the_rest_of_it_holds() {
    let alerts = |link: &str| {
        let mut sim = Sim::on_cpu();
        sim.send(SessionEvent::Learn(LearnEvent::Follow(link.to_owned())));
        let setup = sim
            .session
            .learn
            .game
            .as_ref()
            .map(|game| game.setup.clone());
        (sim.alerts(), setup)
    };
    let (said, setup) = alerts("game=2&questions=8");
    assert_eq!((said.len(), setup), (1, None), "another version");
    let (said, setup) = alerts("game=1&questions=9&mode=pairs&preset=dense-gan");
    let setup = setup.expect("a game");
    assert_eq!(said.len(), 1);
    assert!(
        said[0].contains("questions") && said[0].contains('9'),
        "{said:?}"
    );
    assert_eq!(setup.mode, QuestionMode::Pairs);
    assert_eq!((setup.questions, &*setup.preset), (8, "dense-gan"));
    for run in ["dense-vae-2d", "eight-gaussians", "classroom&data=own"] {
        let (said, setup) = alerts(&format!("game=1&preset={run}"));
        assert_eq!(said.len(), 1, "{run}");
        assert_eq!(setup.expect("a game").preset, "classroom", "{run}");
    }
    let (said, _) = alerts("game=1&steps=9,8&mode=triples");
    assert_eq!(said.len(), 2);
}

#[test]
fn players_of_a_device_add_up_and_what_is_cleared_is_gone() {
    let mut sim = begun();
    assert!(game(&sim).awaits_totals());
    play(&mut sim, GameEvent::Keep(String::new()));
    assert!(!game(&sim).awaits_totals());
    answer_all(&mut sim, |_| true);
    assert!(game(&sim).awaits_totals(), "this player's are to be kept");
    play(&mut sim, GameEvent::Keep(String::new()));
    let text = game(&sim).totals.as_ref().expect("totals").to_text();
    // Said again, nothing is counted twice.
    play(&mut sim, GameEvent::Keep(text.clone()));
    assert_eq!(
        game(&sim).totals.as_ref().map(|totals| totals.to_text()),
        Some(text.clone())
    );

    play(&mut sim, GameEvent::NextPlayer);
    assert_eq!(game(&sim).phase, GamePhase::Playing);
    answer_all(&mut sim, |_| false);
    play(&mut sim, GameEvent::Keep(text));
    let totals = game(&sim).totals.clone().expect("totals");
    assert_eq!(totals.players, 2);
    for (_, tally) in &totals.steps {
        assert_eq!(tally.hits(), HitCount { hits: 8, of: 16 });
    }
    play(&mut sim, GameEvent::ClearTotals);
    let cleared = game(&sim).totals.clone().expect("totals");
    assert_eq!((cleared.players, cleared.steps.len()), (0, 0));
}

#[test]
fn a_class_answers_by_show_of_hands_until_it_is_shown_what_is_real() {
    let mut sim = begun();
    play(&mut sim, GameEvent::PlayForClass(true));
    play(&mut sim, GameEvent::Reveal);
    assert!(!game(&sim).revealed, "nobody answered");
    let [right, wrong] = answers(&sim);
    for choice in [right, right, wrong, right] {
        play(&mut sim, GameEvent::Vote(choice));
        assert!(!game(&sim).revealed);
    }
    play(&mut sim, GameEvent::Vote(9));
    assert_eq!((game(&sim).right_votes(), game(&sim).all_votes()), (3, 4));
    play(&mut sim, GameEvent::Reveal);
    play(&mut sim, GameEvent::Vote(right));
    assert_eq!(game(&sim).all_votes(), 4, "it is known now");
    play(&mut sim, GameEvent::Next);
    assert_eq!(game(&sim).tallies[0].hits(), HitCount { hits: 3, of: 4 });
}

#[test]
fn the_run_on_screen_goes_on_and_its_snapshots_can_be_played() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::ShowRoom(Room::Train));
    for event in [TrainEvent::Play, TrainEvent::Pause] {
        sim.send(SessionEvent::Train(event));
        sim.settle();
        sim.train_on(40);
        sim.settle();
    }
    // A snapshot is written at each pause.
    sim.send(SessionEvent::Train(TrainEvent::Play));
    sim.settle();
    sim.train_on(40);
    sim.send(SessionEvent::Train(TrainEvent::Pause));
    sim.settle();
    let run = sim.session.training.run.as_ref().expect("a run");
    let steps: Vec<u32> = run.record.snapshots.iter().map(|it| it.step).collect();
    let steps: Vec<u32> = steps.into_iter().filter(|step| *step > 0).collect();
    assert!(!steps.is_empty());
    let before = sim.log.len();
    sim.send(SessionEvent::ShowRoom(Room::Learn));
    sim.send(SessionEvent::Learn(LearnEvent::OpenGame));
    play(&mut sim, GameEvent::ChooseOwnRun(true));
    play(&mut sim, GameEvent::Begin);
    sim.settle();
    let played = game(&sim).steps.clone();
    assert_eq!(
        (played.first(), played.last()),
        (steps.first(), steps.last())
    );
    let rounds: Vec<u32> = game(&sim).rounds.iter().map(|round| round.step).collect();
    assert_eq!(rounds, played);
    let asked = sim.log[before..]
        .iter()
        .filter_map(|letter| match &letter.message {
            ToEngine::Train { command, .. } => Some(command),
            _ => None,
        });
    let mut asked_rounds = Vec::new();
    for command in asked {
        match command {
            TrainCommand::JudgePictures { run, .. } => {
                assert!(matches!(run.start, RunStart::Checkpoint { .. }));
                asked_rounds.push(run.round);
            }
            TrainCommand::Begin { .. } | TrainCommand::Restore { .. } => {
                panic!("the run on screen was replaced")
            }
            _ => {}
        }
    }
    assert_eq!(asked_rounds, (0..played.len()).collect::<Vec<_>>());
}

#[test]
fn a_game_that_is_closed_trains_no_longer_and_what_comes_late_changes_nothing() {
    let mut sim = Sim::on_cpu();
    begin().into_iter().for_each(|event| sim.send(event));
    sim.settle_until(|message| {
        matches!(
            message,
            ToEngine::Train {
                command: TrainCommand::JudgePictures { .. },
                ..
            }
        )
    });
    sim.send(SessionEvent::Learn(LearnEvent::Close));
    sim.settle();
    assert_eq!(sim.session.learn.game, None);
    assert!(commands(&sim).contains(&&TrainCommand::StopJudging));
    sim.send(SessionEvent::Learn(LearnEvent::OpenGame));
    assert_eq!(game(&sim).rounds, []);
    play(&mut sim, GameEvent::Next);
    play(&mut sim, GameEvent::Vote(0));
    play(&mut sim, GameEvent::NextPlayer);
    assert_eq!(game(&sim).phase, GamePhase::Setup);
}

#[test]
fn pictures_that_do_not_come_are_told_and_what_was_answered_stays() {
    let mut sim = Sim::on_cpu();
    begin().into_iter().for_each(|event| sim.send(event));
    let reason =
        |text: &str| GameEvent::News(RoundNews::Failed(FailureReason::Worded(text.to_owned())));
    play(&mut sim, reason("No memory."));
    assert_eq!(game(&sim).phase, GamePhase::Setup);
    assert_eq!(sim.alerts().len(), 1);
}
