//! How much is read. Whoever sends more is told the limit, before memory is asked for.

/// Fewer images say nothing of a set.
pub const MIN_IMAGES: usize = 2;
/// Of more, so many are drawn.
pub const MAX_IMAGES: usize = 100_000;
pub const MIN_SIDE: usize = 8;
pub const MAX_SIDE: usize = 64;
/// All files together, and all that comes out of them, in bytes: 100,000 images of 28×28 in double precision fit.
pub const MAX_BYTES: usize = 1 << 30;
pub const MAX_FILES: usize = 200_000;
/// Pixels of one picture, before it is made small.
pub const MAX_PICTURE: usize = 1 << 25;
/// All images together as they are kept, in pixels: as many as a data set takes.
pub const MAX_PIXELS: usize = 1 << 28;
/// Deflate makes no more than this of a byte: what promises more is not there.
pub const DEFLATE_RATIO: usize = 1032;
