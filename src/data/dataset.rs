//! A set of small grey images with labels.

use crate::error::{LabError, Result};

/// The label of an image whose class is not known.
pub const NO_LABEL: u8 = 255;
/// Memory a data set may take, in pixels.
pub const MAX_PIXELS: usize = 1 << 28;

/// Images of one size as grey levels `0..=max_level`, one label each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    height: usize,
    width: usize,
    max_level: u8,
    levels: Vec<u8>,
    labels: Vec<u8>,
}

impl Dataset {
    /// levels: (N, H, W) row-major; labels: (N).
    ///
    /// # Errors
    /// `BadData` when the lengths disagree, there is no image, or a level lies above `max_level`.
    pub fn new(height: usize, width: usize, max_level: u8, levels: Vec<u8>, labels: Vec<u8>) -> Result<Self> {
        let bad = |problem: String| Err(LabError::BadData(problem));
        let pixels = height * width;
        if pixels == 0 || labels.is_empty() {
            return bad("it holds no image".into());
        }
        if levels.len() != pixels * labels.len() {
            return bad(format!("{} pixels for {} images of {height}×{width}", levels.len(), labels.len()));
        }
        if max_level == 0 || levels.iter().any(|&level| level > max_level) {
            return bad(format!("a grey level lies above {max_level}"));
        }
        Ok(Dataset { height, width, max_level, levels, labels })
    }

    /// Images, N.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn max_level(&self) -> u8 {
        self.max_level
    }

    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// Grey levels of image `i`, (H·W).
    pub fn levels(&self, i: usize) -> &[u8] {
        let pixels = self.height * self.width;
        &self.levels[i * pixels..][..pixels]
    }

    /// What each grey level is as a pixel value in [0, 1]: level / max_level.
    pub fn values(&self) -> [f32; 256] {
        std::array::from_fn(|level| level as f32 / f32::from(self.max_level))
    }

    /// Appends the images of `other`; returns where they begin.
    ///
    /// # Errors
    /// `BadData` when its images are of another size or scale; nothing is changed then.
    pub fn append(&mut self, other: &Dataset) -> Result<usize> {
        let shape = |d: &Dataset| (d.height, d.width, d.max_level);
        if shape(self) != shape(other) {
            let text = |(h, w, m)| format!("{h}×{w} pixels of {m} levels");
            return Err(LabError::BadData(format!("{} beside {}", text(shape(other)), text(shape(self)))));
        }
        let start = self.len();
        self.levels.extend_from_slice(&other.levels);
        self.labels.extend_from_slice(&other.labels);
        Ok(start)
    }
}
