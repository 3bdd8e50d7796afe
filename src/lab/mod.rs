//! Floor 4: the lab. A session, its latent plane, its pictures. What the command line, the tests, the benches and the
//! browser all drive. Speaks ndarray.

pub mod features;
mod feed;
mod images;
mod infer;
mod plane;
mod reference;
mod room;
mod session;
mod slice;
mod strip;
mod tiles;

pub use images::{MIN_IMAGES, Set, held_out_count};
pub use infer::Encoded;
pub use plane::{MAX_GRID, PlaneWindow};
pub use reference::reference_terms;
pub use session::{Baselines, Look, RunConfig, Session, TrainStats};
pub use slice::{Slice, SliceParts};
pub use strip::{Strip, StripPicture, StripSource};
pub use tiles::sheet;
#[cfg(target_arch = "wasm32")]
pub(crate) use {
    infer::Codes as CodesRows,
    room::make_room,
    strip::{PictureRows, StripRows},
    tiles::sheet_row,
};
