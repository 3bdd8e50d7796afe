//! Floor 4: other people's files, read to images.
//!
//! From named bytes to a [`Preview`] — what was found, what it was taken to mean, what was left out and why — and to a
//! [`Dataset`](crate::data::Dataset). Each file is known by its content, whatever it is called. Nothing is guessed in
//! silence: what was decided stands in the preview, and each decision is a field of [`Choices`].
//!
//! ```
//! # #[cfg(feature = "import")] {
//! use vae_lab::import::{Choices, Given, Opened};
//!
//! let table = "label,a,b,c,d\n0,0,255,255,0\n1,255,0,0,255\n";
//! let opened = Opened::open(vec![Given::bytes("crosses.csv", table.as_bytes())])?;
//! let read = opened.read(&Choices { side: Some(8), ..Choices::default() })?;
//! assert_eq!((read.data.len(), read.data.height()), (2, 8));
//! assert_eq!(read.preview.classes[1].name, "1");
//! # }
//! # Ok::<(), vae_lab::import::ImportError>(())
//! ```
//!
//! No file system, no clock, no thread: the bytes are the caller's to bring.

mod arrays;
mod choices;
mod cifar;
mod element;
mod error;
mod fit;
mod idx;
mod limits;
mod look;
mod make;
mod meaning;
mod npy;
mod open;
mod paper;
mod parts;
mod picture;
mod plain;
mod preview;
mod sheet;
mod sniff;
mod stack;
mod table;
mod targets;
mod tensors;
mod transposed;
mod write;

pub use choices::{Choices, Fit, LabelSource};
pub use error::{Fault, ImportError};
pub use limits::{MAX_BYTES, MAX_FILES, MAX_IMAGES, MAX_SIDE, MIN_IMAGES, MIN_SIDE};
pub use make::Read;
pub use meaning::Meaning;
pub use open::{Foreign, Given, Opened};
pub use preview::{ClassCount, Preview, Skipped};
pub use transposed::Sure;
pub use write::{write_idx, write_npz};

/// What a reader of this folder gives.
pub type Result<T> = std::result::Result<T, ImportError>;
