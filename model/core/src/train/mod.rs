//! Training.
//!
//! [`Trainer`] trains whatever a [`RunSpec`](run_spec::RunSpec) describes, one step at a time. It is
//! made of networks, each with its optimiser, and of one step for each kind of model:
//!
//! | file | holds |
//! |---|---|
//! | `optimiser` | Adam, RMSprop, SGD; state that can be read asynchronously |
//! | `trainable_network` | a network and its optimiser; gradient clipping |
//! | `augmentation` | small random changes of pictures |
//! | `average` | the moving average of a generator's weights |
//! | `step/` | one step of each kind of model, as its paper has it |
//! | `step_report` | what is read back of a step |
//! | `trainer` | the run: its step number, its pictures, its files |
//! | `step_trace` | a step taken apart |
//! | `plane_view` | what there is to see of a run on points |
//! | `checkpoint` | a run's whole state as a file |
//! | `shipped_start` | a run that begins with a model's weights |
//! | `weights_origin` | which model that was |
//! | `evaluate` | what a run is worth on images that it was not trained on |
//! | `run_evaluation` | all figures by which runs of different models are compared |
//! | `judged_pictures` | real and generated pictures with the discriminator's score of each |
//! | `detect` | what goes wrong in a run, in numbers and in words |
//! | `warm_up` | what a first step would wait for, done beside a run |
//! | `vae` | the training of the shipped models |

mod augmentation;
mod average;
mod checkpoint;
pub mod detect;
mod evaluate;
mod judged_pictures;
mod networks;
mod optimiser;
mod personal_training;
mod plane_view;
mod run_evaluation;
mod shipped_start;
mod step;
mod step_report;
mod step_trace;
mod trainable_network;
mod trainer;
mod vae;
mod warm_up;
mod weights_origin;

pub use augmentation::{BatchChange, PictureChange};
pub use average::averaged;
pub use judged_pictures::JudgedPictures;
pub use optimiser::{NetworkOptimiser, UpdateRule};
pub use personal_training::{PersonalTraining, TRAINING_STEPS};
pub use plane_view::{Toy2dFrame, ViewRequest};
pub use run_evaluation::RunEvaluator;
pub use run_spec::{
    FrameLayer, FrameLayerKind, GanPlayer, LossName, NOISE_REACH, StepPart, StepTurn, TOY2D_REACH,
    TraceStageKind,
};
pub use step_report::{NetworkName, StepReport};
pub use step_trace::{TracedStage, TracedTensor};
pub use trainer::Trainer;
pub use vae::{VaeTraining, adam, parameter_count, vae_step};
pub use warm_up::TrainerWarmUp;
