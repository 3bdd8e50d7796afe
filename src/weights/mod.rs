//! Floor 3: weights in and out, as safetensors whose names and shapes are those of a PyTorch `nn.Module`, with the
//! description of their model.

mod card;
mod codes;
mod hash;
mod kind_of_file;
mod names;
mod read;
pub(crate) mod safetensors;
mod write;

pub(crate) use card::version_of;
pub use card::{CARD_VERSION, Card, card_figure};
#[cfg(target_arch = "wasm32")]
pub(crate) use codes::read_codes_rows;
pub use codes::{Codes, read_codes, write_codes};
pub use hash::{digest_hex, weights_hash};
pub use read::{Loaded, read};
pub(crate) use write::{CHECKPOINT_KEY, tensor};
pub use write::{Precision, write};
