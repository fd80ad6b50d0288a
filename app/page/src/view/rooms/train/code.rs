//! The run as a program for PyTorch or burn, with its networks drawn: a part that is pointed at lights up
//! in both, and so does the stage of a step in slow motion.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use run_code::{CodeLine, CodePart, CodeTarget};
use run_spec::RunSpec;

use super::run_program::{DescribedRun, WrittenProgram, described_run, written};
use super::step_trace;
use super::step_trace::diagram::{LiveFlow, draw};
use crate::drawing::step_diagram::{DiagramPart, StageFlow, StepDiagram, stage_flow};
use crate::host::copy_text;
use crate::view::components::UiContext;
use crate::words::train_code as words;
use protocol::{StepTurn, TraceStageKind};
use session::{RoomAlert, SessionEvent, TakenPart};

/// How long the button says that the script was copied.
const COPIED: Duration = Duration::from_secs(2);

/// The parts that can be lit, in the order in which data pass them.
const PARTS: [CodePart; 7] = [
    CodePart::Data,
    CodePart::Encoder,
    CodePart::Code,
    CodePart::Generator,
    CodePart::Discriminator,
    CodePart::Loss,
    CodePart::Update,
];

/// The part that is lit in script and drawing.
type LitPart = RwSignal<Option<CodePart>>;

const TARGETS: [CodeTarget; 2] = [CodeTarget::PyTorch, CodeTarget::Burn];

fn target_name(target: CodeTarget) -> &'static str {
    match target {
        CodeTarget::PyTorch => words::pytorch(),
        CodeTarget::Burn => words::burn(),
    }
}

/// Programs of the run on screen, or of the form where there is none; made when they are looked at.
pub(super) fn code(ui: UiContext) -> AnyView {
    let open = RwSignal::new(None::<CodeTarget>);
    let lit: LitPart = RwSignal::new(None);
    let described = described_run(ui, move || open.get().is_some());
    let program = written(ui, open.into(), described);
    let stage = Memo::new(move |_| {
        open.get()?;
        ui.read(|session| step_trace::stage(session).map(|stage| (stage.kind, stage.turn)))
    });
    let lines = move || program.with(|lines| script(lines, lit, stage));
    let drawing = move || {
        described.with(|it| {
            it.as_ref()
                .map(|(spec, _)| draw(&StepDiagram::of(spec), flow(lit, stage, described)))
        })
    };
    let parts = move || {
        described.with(|it| {
            let (spec, _) = it.as_ref()?;
            let has = |part: &CodePart| has_part(spec, *part);
            let parts = PARTS.into_iter().filter(has);
            Some(
                parts
                    .map(|part| part_button(part, spec, lit))
                    .collect_view(),
            )
        })
    };
    let targets = TARGETS.map(|target| {
        let toggle = move |_| open.update(|open| *open = (*open != Some(target)).then_some(target));
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || (open.get() == Some(target)).to_string()
                on:click=toggle
            >
                {target_name(target)}
            </button>
        }
    });
    view! {
        <section class="code" aria-label=words::section()>
            <div class="code-head">
                <h2>{words::title()}</h2>
                <div class="buttons" role="group" aria-label=words::title()>
                    {Vec::from(targets)}
                </div>
                <p class="note">{words::note()}</p>
            </div>
            <div class="code-body" hidden=move || open.get().is_none()>
                <div class="code-parts">
                    <div class="diagram" aria-hidden="true">
                        {drawing}
                    </div>
                    <div class="buttons" role="group" aria-label=words::parts()>
                        {parts}
                    </div>
                    {copy_button(ui, program)}
                </div>
                <pre class="code-text" tabindex="0" aria-label=words::script()>
                    {lines}
                </pre>
            </div>
        </section>
    }
    .into_any()
}

/// The stage of a step in slow motion, if one is on screen.
type StageOfStep = Memo<Option<(TraceStageKind, StepTurn)>>;

/// The lines of a program. Those of the part that is pointed at are lit; of none, those of the stage.
fn script(lines: &[CodeLine], lit: LitPart, stage: StageOfStep) -> AnyView {
    let lines = lines.iter().map(|line| {
        let (part, stages) = (line.part, line.stages);
        let is_lit = move || {
            let is_lit = match lit.get() {
                Some(lit) => part == Some(lit),
                None => stage
                    .get()
                    .is_some_and(|(kind, turn)| stages.has(kind, turn)),
            };
            is_lit.then_some("")
        };
        view! {
            <span class="code-line" data-lit=is_lit on:pointerenter=move |_| lit.set(part)>
                {line.text.clone()}
                "\n"
            </span>
        }
    });
    lines.collect_view().into_any()
}

/// Lights a part while it is pointed at, or for good where it is pressed.
fn part_button(part: CodePart, spec: &RunSpec, lit: LitPart) -> AnyView {
    let toggle = move |_| lit.update(|lit| *lit = (*lit != Some(part)).then_some(part));
    view! {
        <button
            type="button"
            class="button"
            aria-pressed=move || (lit.get() == Some(part)).to_string()
            on:click=toggle
        >
            {part_name(part, spec)}
        </button>
    }
    .into_any()
}

fn part_name(part: CodePart, spec: &RunSpec) -> &'static str {
    match part {
        CodePart::Data => words::data(),
        CodePart::Encoder => words::encoder(),
        CodePart::Code => words::latent_code(),
        CodePart::Generator if spec.model.has_discriminator() => words::generator(),
        CodePart::Generator => words::decoder(),
        CodePart::Discriminator => words::discriminator(),
        CodePart::Loss => words::losses(),
        CodePart::Update => words::update(),
    }
}

/// What is lit in the drawing.
fn flow(lit: LitPart, stage: StageOfStep, described: DescribedRun) -> LiveFlow {
    Memo::new(move |_| {
        let Some(lit) = lit.get() else {
            let (kind, turn) = stage.get()?;
            let (spec, _) = described.get()?;
            return Some(stage_flow(kind, turn, &spec));
        };
        let parts: &[DiagramPart] = match lit {
            CodePart::Data => &[DiagramPart::Data],
            CodePart::Encoder => &[DiagramPart::Encoder],
            CodePart::Code => &[DiagramPart::Posterior, DiagramPart::Code],
            CodePart::Generator => &[DiagramPart::Generator, DiagramPart::Made],
            CodePart::Discriminator => &[DiagramPart::Discriminator],
            CodePart::Loss => &[DiagramPart::Made, DiagramPart::Data, DiagramPart::Score],
            CodePart::Update => &[
                DiagramPart::Encoder,
                DiagramPart::Generator,
                DiagramPart::Discriminator,
            ],
        };
        Some(StageFlow {
            lit: parts.to_vec(),
            along: Vec::new(),
            backward: false,
            changes: false,
        })
    })
}

fn copy_button(ui: UiContext, program: WrittenProgram) -> AnyView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let text = program.with_untracked(|lines| run_code::text(lines));
        spawn_local(async move {
            if copy_text(&text).await.is_ok() {
                copied.set(true);
                set_timeout(move || copied.set(false), COPIED);
            } else {
                let said = RoomAlert::NotTaken(TakenPart::ProgramCopy).into();
                ui.dispatch.send(SessionEvent::Trouble(said));
            }
        });
    };
    let name = move || {
        if copied.get() {
            words::copied()
        } else {
            words::copy()
        }
    };
    view! {
        <button type="button" class="button" on:click=copy>
            {name}
        </button>
    }
    .into_any()
}

/// Whether a run has such a part.
fn has_part(spec: &RunSpec, part: CodePart) -> bool {
    match part {
        CodePart::Encoder => spec.model.has_encoder(),
        CodePart::Discriminator => spec.model.has_discriminator(),
        CodePart::Data
        | CodePart::Code
        | CodePart::Generator
        | CodePart::Loss
        | CodePart::Update => true,
    }
}
