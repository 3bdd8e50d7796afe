//! Floor 3: sets of images drawn by the program, of which it is known what makes each image as it is.
//!
//! *Strokes* are digits as a hand writes them, *shapes* a disc somewhere. A latent axis may carry one of their factors:
//! here that can be measured. A set is endless: image `i` of a seed is always the same, and can be drawn alone.
//!
//! ```
//! # #[cfg(feature = "import")] {
//! use vae_lab::drawn::{shapes, strokes};
//!
//! let digits = strokes(20, 7);
//! assert_eq!((digits.data.len(), digits.data.labels().ids()[13]), (20, 3));
//! assert_eq!(digits.names[0], "slant");
//! let slant_of_first = digits.factors[[0, 0]];
//! assert!(slant_of_first.abs() < 1.0);
//! assert_eq!(shapes(5, 7, true).factors.dim(), (5, 3));
//! # }
//! ```

mod disc;
mod glyphs;
mod pen;
mod strokes;

use ndarray::{Array2, Array3};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::data::{Dataset, Labels};
use crate::num::rng::{fill_normal, uniform};

/// A set with what made each of its images.
pub struct DrawnSet {
    pub data: Dataset,
    /// What the factors are called.
    pub names: &'static [&'static str],
    /// (N, factors)
    pub factors: Array2<f32>,
}

/// One image and its factors.
struct Drawn {
    levels: Vec<u8>,
    factors: Vec<f64>,
}

/// The randomness of one image.
struct Chance(ChaCha8Rng);

impl Chance {
    fn of(set: &str, seed: u32, image: usize) -> Chance {
        let mut key = [0; 32];
        key[..4].copy_from_slice(&seed.to_le_bytes());
        key[8..8 + set.len()].copy_from_slice(set.as_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(image as u64);
        Chance(rng)
    }

    fn uniform(&mut self) -> f64 {
        uniform(&mut self.0)
    }

    fn normal(&mut self) -> f64 {
        let mut one = [0.0];
        fill_normal(&mut self.0, &mut one);
        one[0]
    }
}

/// `count` digits of 28×28, class by class in turn. Factors: slant (how far the top leans to the right, for a height of
/// one), thickness (half the line's width, in pixels), scale (of MNIST's square of 20 pixels), rotation (to the left, in
/// radians), x and y (pixels from the middle), jitter (how unsteady the hand is, 0 to 1).
///
/// # Panics
/// When `count` is 0.
pub fn strokes(count: usize, seed: u32) -> DrawnSet {
    let digit = |i: usize| strokes::digit(i % 10, &mut Chance::of("strokes", seed, i));
    let ids = (0..count).map(|i| (i % 10) as u16).collect();
    let labels = Labels::new(ids, (0..10).map(|class| class.to_string()).collect());
    set("strokes", strokes::SIDE, &strokes::FACTORS, (0..count).map(digit), labels.expect("ten classes"))
}

/// `count` images of 16×16 of a disc whose place is drawn evenly: the true code is a square sheet. Factors: x and y of its
/// middle, in pixels; with `radius`, that too.
///
/// # Panics
/// When `count` is 0.
pub fn shapes(count: usize, seed: u32, radius: bool) -> DrawnSet {
    let disc = |i: usize| disc::disc(radius, &mut Chance::of("shapes", seed, i));
    let names = &disc::FACTORS[..if radius { 3 } else { 2 }];
    set("shapes", disc::SIDE, names, (0..count).map(disc), Labels::none(count))
}

fn set(
    name: &str,
    side: usize,
    names: &'static [&'static str],
    images: impl Iterator<Item = Drawn>,
    labels: Labels,
) -> DrawnSet {
    let (mut levels, mut factors) = (Vec::new(), Vec::new());
    for image in images {
        levels.extend(image.levels);
        factors.extend(image.factors.iter().map(|&factor| factor as f32));
    }
    let count = labels.ids().len();
    let levels = Array3::from_shape_vec((count, side, side), levels).expect("an image of the size each");
    let data = Dataset::from_images(name, levels.view(), labels).expect("at least one image");
    let factors = Array2::from_shape_vec((count, names.len()), factors).expect("all factors of each image");
    DrawnSet { data, names, factors }
}
