//! A lab: one native program that serves the built site and trains for it. Pages speak to it over a socket
//! as they speak to a worker.
//!
//! | module | what |
//! |---|---|
//! | `server` | the site, `lab.json`, the socket; `access`, `access_verdict`, `guess_limit`: who may; `connections`: how many, and how slow; `tls`: certificates |
//! | `clients`, `client` | a page, its connection (`page_link`) and its process; `sent_messages`: what is sent again; `gpu_fault`: a lost GPU |
//! | `takeover` | a page that is loaded again takes its run over (pure) |
//! | `turn_queue` | whose turn it is to compute (pure); `turns`: with a clock |
//! | `trainer_process`, `trainer` | a trainer's process, from outside and from inside; `trainer_limits`: what the system holds it to |
//! | `device_probe` | whether the device that it computes on is to be had |
//! | `websocket` | how a socket begins |
//! | `frame` | how messages travel; `site_files`: files of the site by their addresses |
//! | `page_client`, `soak` | what stands for pages in tests; many of them |

pub mod access;
pub mod access_verdict;
pub mod device_probe;
pub mod error;
pub mod frame;
pub mod limits;
pub mod machine;
pub mod page_client;
pub mod secret;
pub mod server;
pub mod soak;
pub mod tls;
pub mod trainer;
pub mod turn_queue;
pub mod websocket;

mod client;
mod clients;
mod connections;
mod gpu_fault;
mod guess_limit;
mod page_link;
mod sent_messages;
mod site_files;
mod takeover;
mod trainer_limits;
mod trainer_process;
mod turns;
