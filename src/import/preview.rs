//! What was found, and what it was taken to mean.

use super::{Choices, Meaning, Sure};

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub path: String,
    /// The stable, machine-readable name of the reason.
    pub code: &'static str,
    /// To go behind the path: "is empty".
    pub why: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassCount {
    pub name: String,
    pub images: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// What the set may be called.
    pub name: String,
    /// The formats of the files that were read.
    pub formats: Vec<&'static str>,
    /// Images there were, before `at_most`.
    pub found: usize,
    /// Images as they will be.
    pub images: usize,
    pub height: usize,
    pub width: usize,
    /// Sides as read, height and width: the smallest and the largest of each.
    pub sides: [(usize, usize); 2],
    /// Colours were made grey, by their luminance.
    pub colour: bool,
    pub classes: Vec<ClassCount>,
    /// Where the classes come from; empty where there are none.
    pub labels_from: String,
    /// Of what comes in two parts, the images of each: to train on, and held out.
    pub parts: Option<(usize, usize)>,
    /// The least and the greatest value as read.
    pub values: (f64, f64),
    /// What the values were taken to mean.
    pub meaning: Meaning,
    /// Of the images looked at, the share whose edges are light.
    pub light_edges: f64,
    /// Whether rows seem to be columns, and how sure that is.
    pub transposed: Sure,
    /// Of the images that are not as wide as high, the share that is wider.
    pub wider: f64,
    /// Images that an earlier one equals.
    pub duplicates: usize,
    /// Images of one value all over.
    pub constant: usize,
    pub skipped: Vec<Skipped>,
    /// Files left out beyond those that are named.
    pub skipped_more: usize,
    /// Each pixel's mean over all images, 0 paper and 255 ink; height × width.
    pub mean: Vec<u8>,
    /// Bytes that the images take.
    pub bytes: usize,
    /// What was chosen, and for the rest what was decided.
    pub choices: Choices,
    /// What else was decided, in sentences.
    pub notes: Vec<String>,
}
