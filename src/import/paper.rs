//! What images stand on: light or dark, plain or not, and what of it is ink.

use super::Meaning;
use super::stack::Raster;

/// From this share of images on whose edges are light, paper is taken to be white.
pub const MOSTLY: f64 = 0.8;
/// Edges that vary less than this, in shares of the scale, are plain paper.
const PLAIN: f64 = 0.1;
/// What differs more than this from the paper is ink.
const INK: f64 = 0.3;

/// What the edges of some images tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Edges {
    images: usize,
    light: usize,
    plain: usize,
    wider: usize,
    higher: usize,
}

impl Edges {
    /// Takes one more image into account, whose values are of this scale.
    pub fn add(&mut self, raster: &Raster, meaning: Meaning) {
        let scale = meaning.scale(1);
        let value = |y: usize, x: usize| (raster.at(y, x) - meaning.low) * scale;
        let (bottom, right) = (raster.height - 1, raster.width - 1);
        let across = (0..raster.width).flat_map(|x| [(0, x), (bottom, x)]);
        let down = (0..raster.height).flat_map(|y| [(y, 0), (y, right)]);
        let edge: Vec<f64> = across.chain(down).map(|(y, x)| value(y, x)).collect();
        let mean = edge.iter().sum::<f64>() / edge.len() as f64;
        let variance = edge.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / edge.len() as f64;
        self.images += 1;
        self.light += usize::from(mean > 0.5);
        self.plain += usize::from(variance.sqrt() < PLAIN);
        let is_ink = |y: usize, x: usize| (value(y, x) - mean).abs() > INK;
        let rows = (0..raster.height).filter(|&y| (0..raster.width).any(|x| is_ink(y, x)));
        let columns = (0..raster.width).filter(|&x| (0..raster.height).any(|y| is_ink(y, x)));
        if let (Some(height), Some(width)) = (extent(rows), extent(columns)) {
            self.wider += usize::from(width > height);
            self.higher += usize::from(height > width);
        }
    }

    fn share(count: usize, of: usize) -> f64 {
        if of == 0 { 0.0 } else { count as f64 / of as f64 }
    }

    /// Of the images, the share whose edges are light.
    pub fn light(&self) -> f64 {
        Self::share(self.light, self.images)
    }

    /// Of the images, the share that stands on plain paper.
    pub fn plain(&self) -> f64 {
        Self::share(self.plain, self.images)
    }

    /// Of the images whose ink is not as wide as high, the share that is wider; and how many there are.
    pub fn wider(&self) -> (f64, usize) {
        let all = self.wider + self.higher;
        (Self::share(self.wider, all), all)
    }
}

fn extent(mut places: impl DoubleEndedIterator<Item = usize>) -> Option<usize> {
    let first = places.next()?;
    Some(places.next_back().unwrap_or(first) - first + 1)
}
