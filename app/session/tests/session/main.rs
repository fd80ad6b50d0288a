//! The session: what follows from what, with no browser and no engine.

#![cfg(not(target_arch = "wasm32"))]

mod brought_image;
mod card_directions;
mod comparing;
mod controls;
mod coverage;
mod decoding;
mod drift;
mod engines;
mod exploring;
mod faults;
mod kept_runs;
mod leaving;
mod lesson_places;
mod lesson_tasks;
mod lessons;
mod link_overlaps;
mod live_settings;
mod map;
mod models;
mod my_pictures;
mod onnx;
mod onnx_encoders;
mod opened_files;
mod overlaps;
mod plane;
mod properties;
mod resuming;
mod run_ids;
mod sim;
mod sim_echo;
mod sim_messages;
mod sim_store;
mod sim_trainer;
mod stale_replies;
mod strategies;
mod trainer_faults;
mod trainer_strategies;
mod training;
mod training_data;
mod training_files;
mod trials;
mod warm_up;
