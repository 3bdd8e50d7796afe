//! A set of small grey images with labels.

use ndarray::{Array3, ArrayView2, ArrayView3};

use super::Labels;
use crate::error::{LabError, Result};

/// Memory a data set may take, in pixels.
pub const MAX_PIXELS: usize = 1 << 28;

/// Images of one size as grey levels `0..=max_level`, one label each, and what the set is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    name: String,
    max_level: u8,
    /// Images, N; height, H; width, W.
    size: [usize; 3],
    /// (N, H, W), row-major.
    levels: Vec<u8>,
    labels: Labels,
    fingerprint: u64,
    /// Where the images begin that are held out, the last of them all; none: nobody said which these are.
    held_out_from: Option<usize>,
}

impl Dataset {
    /// Grey images (N, H, W), 0 paper and 255 full ink, as `ndarray-npy` or `image` give them. Copied once, into
    /// row-major order.
    ///
    /// ```
    /// use ndarray::Array3;
    /// use vae_lab::data::{Dataset, Labels};
    ///
    /// let ramps = Array3::from_shape_fn((20, 8, 8), |(n, h, w)| (n + 8 * h + 20 * w) as u8);
    /// let data = Dataset::from_images("ramps", ramps.view(), Labels::none(20))?;
    /// assert_eq!(data.image(3), ramps.index_axis(ndarray::Axis(0), 3));
    /// # Ok::<(), vae_lab::LabError>(())
    /// ```
    ///
    /// # Errors
    /// `BadData` when there is no pixel, or not one label an image.
    pub fn from_images(name: &str, images: ArrayView3<u8>, labels: Labels) -> Result<Self> {
        Self::from_row_major(name, images.dim().into(), images.iter().copied().collect(), 255, labels)
    }

    /// levels: (N, H, W) of `0..=max_level`.
    ///
    /// # Errors
    /// `BadData` when there is no pixel, not one label an image, or a level lies above `max_level`.
    pub fn from_levels(name: &str, levels: Array3<u8>, max_level: u8, labels: Labels) -> Result<Self> {
        Self::from_row_major(name, levels.dim().into(), levels.iter().copied().collect(), max_level, labels)
    }

    /// The same of levels in a row; `size`: (N, H, W), of which there are as many.
    pub(crate) fn from_row_major(
        name: &str,
        size: [usize; 3],
        levels: Vec<u8>,
        max_level: u8,
        labels: Labels,
    ) -> Result<Self> {
        let bad = |problem: String| Err(LabError::BadData(problem));
        let [count, height, width] = size;
        if levels.is_empty() {
            return bad("it holds no image".into());
        }
        if levels.len() > MAX_PIXELS {
            return bad(format!("{count} images of {height}×{width} are more than {MAX_PIXELS} pixels"));
        }
        if labels.ids().len() != count {
            return bad(format!("{count} images and {} labels", labels.ids().len()));
        }
        if max_level == 0 || levels.iter().any(|&level| level > max_level) {
            return bad(format!("a grey level lies above {max_level}"));
        }
        let fingerprint = fingerprint(size, max_level, &levels);
        Ok(Dataset { name: name.to_owned(), max_level, size, levels, labels, fingerprint, held_out_from: None })
    }

    /// The same set under another name.
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The same set, all of it held out: to measure and to look at, never to train on.
    pub fn held_out(self) -> Self {
        self.held_out_from(0)
    }

    /// The same set, its images from `start` on held out.
    ///
    /// # Panics
    /// When that is none of them.
    pub fn held_out_from(mut self, start: usize) -> Self {
        assert!(start < self.len(), "{start} is no image of {}", self.len());
        self.held_out_from = Some(start);
        self
    }

    /// Whether no image may be trained on.
    pub fn is_held_out(&self) -> bool {
        self.held_out_from == Some(0)
    }

    /// Where the images begin that are held out, if the set itself says so.
    pub fn held_out_start(&self) -> Option<usize> {
        self.held_out_from
    }

    /// What the set is called; empty where nobody said.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Images, N.
    pub fn len(&self) -> usize {
        self.size[0]
    }

    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    pub fn height(&self) -> usize {
        self.size[1]
    }

    pub fn width(&self) -> usize {
        self.size[2]
    }

    pub fn max_level(&self) -> u8 {
        self.max_level
    }

    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Grey levels of all images, (N, H, W).
    pub fn images(&self) -> ArrayView3<'_, u8> {
        ArrayView3::from_shape(self.size, &self.levels).expect("levels of the size")
    }

    /// Grey levels of image `i`, (H, W).
    pub fn image(&self, i: usize) -> ArrayView2<'_, u8> {
        ArrayView2::from_shape((self.height(), self.width()), self.levels(i)).expect("levels of the size")
    }

    /// Grey levels of image `i` in a row, (H·W).
    pub fn levels(&self, i: usize) -> &[u8] {
        let pixels = self.height() * self.width();
        &self.levels[i * pixels..][..pixels]
    }

    /// Tells sets of images apart, whatever they are called: of shape, scale and every level. Not for use against
    /// somebody who means ill.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// What each grey level is as a pixel value in [0, 1]: level / max_level.
    pub fn values(&self) -> [f32; 256] {
        std::array::from_fn(|level| level as f32 / f32::from(self.max_level))
    }

    /// This set's images and behind them those of `other`, with where they begin. The name is this set's, the classes
    /// are those of the set that has more of them. All of it is held out where both are.
    ///
    /// # Errors
    /// `BadData` when its images are of another size or scale.
    pub fn followed_by(self, other: &Dataset) -> Result<(Dataset, usize)> {
        let shape = |d: &Dataset| (d.height(), d.width(), d.max_level);
        if shape(&self) != shape(other) {
            let text = |(h, w, m)| format!("{h}×{w} pixels of {m} levels");
            return Err(LabError::BadData(format!("{} beside {}", text(shape(other)), text(shape(&self)))));
        }
        let start = self.len();
        let held_out_from = Some(0).filter(|_| self.is_held_out() && other.is_held_out());
        let Dataset { name, max_level, size: [count, height, width], mut levels, labels, .. } = self;
        levels.extend(&other.levels);
        let names = [&labels, &other.labels].into_iter().map(Labels::names).max_by_key(|names| names.len());
        let ids = [labels.ids(), other.labels.ids()].concat();
        let labels = Labels::new(ids, names.map_or(Vec::new(), <[String]>::to_vec))?;
        let size = [count + other.len(), height, width];
        let joined = Dataset::from_row_major(&name, size, levels, max_level, labels)?;
        Ok((Dataset { held_out_from, ..joined }, start))
    }
}

/// Eight bytes at a time into a product of 64 bits, after the manner of Fowler, Noll and Vo.
fn fingerprint([count, height, width]: [usize; 3], max_level: u8, levels: &[u8]) -> u64 {
    let (whole, rest) = levels.as_chunks();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |word: u64| {
        let product = (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3);
        hash = product ^ (product >> 32);
    };
    for word in [count as u64, height as u64, width as u64, u64::from(max_level)] {
        take(word);
    }
    whole.iter().for_each(|&bytes| take(u64::from_le_bytes(bytes)));
    take(u64::from_le_bytes(last));
    hash
}
