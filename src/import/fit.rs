//! From an image of any size to a square of grey levels.

use super::stack::Raster;
use super::{Fit, Meaning};

/// How every image of a set is brought to its place.
#[derive(Clone, Copy, Debug)]
pub struct Fitting {
    pub transpose: bool,
    /// None: as large as it is.
    pub side: Option<usize>,
    pub fit: Fit,
    pub meaning: Meaning,
    /// The greatest level.
    pub top: u8,
    pub invert: bool,
}

impl Fitting {
    /// Appends an image's levels.
    pub fn levels(&self, raster: &Raster, levels: &mut Vec<u8>) {
        let turned;
        let mut raster = raster;
        if self.transpose {
            turned = transposed(raster);
            raster = &turned;
        }
        let small;
        if let Some(side) = self.side.filter(|&side| (raster.height, raster.width) != (side, side)) {
            let paper = if self.invert { self.meaning.high } else { self.meaning.low };
            small = averaged(&square(raster, self.fit, paper), side);
            raster = &small;
        }
        let (scale, top) = (self.meaning.scale(self.top), f64::from(self.top));
        levels.extend(raster.values.iter().map(|value| {
            let level = ((value - self.meaning.low) * scale + 0.5).floor().clamp(0.0, top) as u8;
            if self.invert { self.top - level } else { level }
        }));
    }
}

fn transposed(raster: &Raster) -> Raster {
    let places = (0..raster.width).flat_map(|x| (0..raster.height).map(move |y| (y, x)));
    let values = places.map(|(y, x)| raster.at(y, x)).collect();
    Raster { height: raster.width, width: raster.height, values }
}

/// The middle of an image, or all of it in the middle of paper.
fn square(raster: &Raster, fit: Fit, paper: f64) -> Raster {
    let (height, width) = (raster.height, raster.width);
    let side = match fit {
        Fit::Crop => height.min(width),
        Fit::Pad => height.max(width),
    };
    // Of one side or the other, so many pixels are left out before the image, or put there.
    let place = |at: usize, length: usize| (at + length / 2).checked_sub(side / 2).filter(|&at| at < length);
    let value = |(y, x)| match (place(y, height), place(x, width)) {
        (Some(y), Some(x)) => raster.at(y, x),
        _ => paper,
    };
    let values = (0..side).flat_map(|y| (0..side).map(move |x| (y, x))).map(value).collect();
    Raster { height: side, width: side, values }
}

/// Each pixel the mean of the area that it covers, parts of pixels by their part.
fn averaged(image: &Raster, side: usize) -> Raster {
    let from = image.height;
    let spans: Vec<Vec<(usize, f64)>> = (0..side).map(|at| covered(at, from, side)).collect();
    // In units of 1/side of a pixel, so that whole numbers stay whole.
    let mut rows = vec![0.0; side * from];
    for (row, span) in rows.chunks_mut(from).zip(&spans) {
        for &(y, weight) in span {
            row.iter_mut().zip(&image.values[y * from..][..from]).for_each(|(sum, value)| *sum += weight * value);
        }
    }
    let area = (from * from) as f64;
    let mean = |row: &[f64], span: &[(usize, f64)]| span.iter().map(|&(x, w)| w * row[x]).sum::<f64>() / area;
    let values = rows.chunks(from).flat_map(|row| spans.iter().map(move |span| mean(row, span))).collect();
    Raster { height: side, width: side, values }
}

/// The pixels of `from` that pixel `at` of `side` covers, and how much of each, in units of 1/side.
fn covered(at: usize, from: usize, side: usize) -> Vec<(usize, f64)> {
    let (begin, end) = (at * from, (at + 1) * from);
    let pixels = begin / side..end.div_ceil(side);
    pixels.map(|pixel| (pixel, ((end.min((pixel + 1) * side)) - begin.max(pixel * side)) as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(height: usize, width: usize, values: &[f64]) -> Raster {
        Raster { height, width, values: values.to_vec() }
    }

    #[test]
    fn is_a_pixel_the_mean_of_what_it_covers() {
        let image = raster(3, 3, &[0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0, 24.0]);
        assert_eq!(averaged(&image, 1).values, [12.0]);
        // A quarter of the whole: one pixel, halves of two, a quarter of the middle.
        let expected = (4.0 * 0.0 + 2.0 * 3.0 + 2.0 * 9.0 + 12.0) / 9.0;
        assert_eq!(averaged(&image, 2).values[0], expected);
        assert_eq!(averaged(&image, 6).values[..4], [0.0, 0.0, 3.0, 3.0]);
    }

    #[test]
    fn does_a_square_have_the_middle_in_the_middle() {
        let image = raster(2, 4, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
        assert_eq!(square(&image, Fit::Crop, 0.0).values, [2.0, 3.0, 6.0, 7.0]);
        let padded = square(&image, Fit::Pad, 9.0);
        assert_eq!(padded.values[..4], [9.0; 4]);
        assert_eq!(padded.values[4..12], image.values);
        assert_eq!(padded.values[12..], [9.0; 4]);
    }
}
