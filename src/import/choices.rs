//! What a person may decide of how a set is read. What is left open is decided by what the files hold, and said.

use super::Meaning;

/// How a picture that is no square becomes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Its middle, the rest cut away.
    Crop,
    /// All of it, with paper beside.
    Pad,
}

/// Where the classes are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LabelSource {
    /// Where the format has them.
    #[default]
    Found,
    /// The images have none.
    Nowhere,
    /// The table's column of this name or number, from 1.
    Column(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// Pixels a side, 8 to 64. Open: as the images are, where that can be; else 28.
    pub side: Option<usize>,
    /// Open: crop what fills its frame, pad what stands on paper.
    pub fit: Option<Fit>,
    /// Light is ink and dark is paper, or the other way round. Open: ink is what the edges are not.
    pub invert: Option<bool>,
    /// Rows are columns, as in EMNIST's files. Open: where it is sure.
    pub transpose: Option<bool>,
    /// Which values are no ink and full ink. Open: by the values that there are.
    pub meaning: Option<Meaning>,
    pub labels: LabelSource,
    /// Height and width of images that come as rows of numbers. Open: the square.
    pub shape: Option<(usize, usize)>,
    /// Rows and columns of a picture that holds a grid of images; (1, 1) leaves it whole. Open: looked for.
    pub grid: Option<(usize, usize)>,
    /// Of more images than this, so many are drawn.
    pub at_most: usize,
    /// Of that draw.
    pub seed: u32,
}

impl Default for Choices {
    fn default() -> Self {
        Choices {
            side: None,
            fit: None,
            invert: None,
            transpose: None,
            meaning: None,
            labels: LabelSource::Found,
            shape: None,
            grid: None,
            at_most: super::MAX_IMAGES,
            seed: 7,
        }
    }
}
