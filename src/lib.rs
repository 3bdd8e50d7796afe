//! VAE Lab: a variational autoencoder written from scratch, small enough to train in a browser tab.
//!
//! A house of floors; a module uses the floors below it and nothing else:
//!
//! ```text
//! 5  wasm      conversions to JavaScript (wasm32 only)      → import lab train weights data num plain error
//! 4  lab       Session, latent plane, pictures, checkpoints → train weights model data num plain error
//!    import    other people's files, read to images         → data num plain
//! 3  train     objective, phases, optimiser, trainer        → model nn num plain error
//!    drawn     sets drawn by the program, with their factors → data num
//!    weights   named tensors ⇄ safetensors                  → model data nn num plain error
//! 2  model     wiring, likelihood, what a family can do     → nn num plain error
//!    data      images in, batches out                       → num plain error
//! 1  nn        ops, each with its gradient, and nets        → num plain
//!    error     a user's mistake: its parts and a sentence   → plain
//! 0  num       parameters, products, vector maths, streams  → nothing
//!    plain     values as files and JavaScript give them     → nothing
//! ```
//!
//! Axis letters, everywhere: **B** batch · **I** inputs · **O** outputs · **H, W** image · **Z** latent · **K** the summed
//! axis of a product. All terms of the objective are in nats per image.
//!
//! Most callers want one type, [`lab::Session`]. It speaks [ndarray]: images are (N, H, W), codes (N, Z):
//!
//! ```
//! # #[cfg(not(target_arch = "wasm32"))] {
//! use ndarray::array;
//! use vae_lab::data::digits8x8;
//! use vae_lab::lab::{RunConfig, Session};
//!
//! let mut session = Session::open(RunConfig::default(), digits8x8(), None)?;
//! let before = session.evaluate()?;
//! let stats = session.train(20)?;
//! assert_eq!(stats.step, 20);
//! assert!(session.evaluate()?.neg_elbo_nats() < before.neg_elbo_nats());
//!
//! // One 8×8 image from the middle of the latent plane, a byte of ink a pixel.
//! let image = session.decode(array![[0.0, 0.0]].view())?;
//! assert_eq!(image.dim(), (1, 8, 8));
//! # }
//! # Ok::<(), vae_lab::LabError>(())
//! ```

#![cfg_attr(
    all(target_arch = "wasm32", not(feature = "training")),
    allow(dead_code, unused_imports, reason = "what looks at a model, or reads files, reaches little of the core")
)]

pub mod data;
#[cfg(feature = "import")]
pub mod drawn;
pub mod error;
#[cfg(feature = "import")]
pub mod import;
pub mod lab;
pub mod model;
pub mod nn;
pub mod num;
pub mod plain;
pub mod train;
#[cfg(target_arch = "wasm32")]
mod wasm;
pub mod weights;

pub use error::{LabError, Result};
