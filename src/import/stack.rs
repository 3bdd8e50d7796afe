//! Many images of one size in one array, as they lie in a file: read where they are, whatever the order of the axes.

use std::rc::Rc;

use super::element::Element;
use super::{Fault, Result};

/// A file's bytes: the caller's, or unpacked here and shared by what lies in them.
#[derive(Clone)]
pub enum Bytes<'a> {
    Given(&'a [u8]),
    Unpacked(Rc<Vec<u8>>),
}

impl std::ops::Deref for Bytes<'_> {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Given(bytes) => bytes,
            Bytes::Unpacked(bytes) => bytes,
        }
    }
}

/// Grey values of one image, row-major, in the units of its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raster {
    pub height: usize,
    pub width: usize,
    pub values: Vec<f64>,
}

impl Raster {
    pub fn at(&self, y: usize, x: usize) -> f64 {
        self.values[y * self.width + x]
    }
}

/// An array as a file describes it.
#[derive(Clone)]
pub struct Array<'a> {
    /// The file's name, and the array's own behind it where a file holds several.
    pub name: String,
    pub element: Element,
    pub big_endian: bool,
    /// The first axis changes fastest.
    pub fortran: bool,
    pub shape: Vec<usize>,
    pub bytes: Bytes<'a>,
    /// Where the values begin.
    pub start: usize,
}

impl<'a> Array<'a> {
    /// That the values are all there, and nothing behind them.
    pub fn check(self) -> Result<Self> {
        let there = (self.bytes.len() - self.start) as u64;
        let values = self.shape.iter().try_fold(self.element.size() as u64, |all, &n| all.checked_mul(n as u64));
        match values {
            Some(promised) if promised == there => Ok(self),
            Some(promised) if promised < there => Err(Fault::Long { promised, there }.of(&self.name)),
            _ => Err(Fault::Cut { promised: values.unwrap_or(u64::MAX), there }.of(&self.name)),
        }
    }

    /// Value `at` in the file's own order.
    pub fn value(&self, at: usize) -> f64 {
        self.element.read(self.big_endian, &self.bytes[self.start + at * self.element.size()..])
    }

    /// How far apart neighbours along each axis are.
    fn strides(&self) -> Vec<usize> {
        let mut strides = vec![0; self.shape.len()];
        let mut step = 1;
        let mut take = |axis: usize| {
            strides[axis] = step;
            step *= self.shape[axis];
        };
        if self.fortran {
            (0..self.shape.len()).for_each(&mut take);
        } else {
            (0..self.shape.len()).rev().for_each(&mut take);
        }
        strides
    }

    /// The first of each row, where the rows are labels.
    pub fn first_column(&self) -> Vec<f64> {
        let step = self.strides()[0];
        (0..self.shape[0]).map(|row| self.value(row * step)).collect()
    }

    /// All of a table (N, D), row by row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = f64> {
        let strides = self.strides();
        (0..self.shape[1]).map(move |column| self.value(row * strides[0] + column * strides[1]))
    }

    pub fn shown_shape(&self) -> String {
        shown_shape(&self.shape)
    }

    /// As images, so many values before each of them, which the shape does not count.
    pub fn images_behind(mut self, before: usize) -> Result<Stack<'a>> {
        self.start += before * self.element.size();
        let mut stack = self.images(None)?;
        stack.steps[0] += before;
        Ok(stack)
    }

    /// As images; `asked` is the height and width of rows of numbers.
    pub fn images(self, asked: Option<(usize, usize)>) -> Result<Stack<'a>> {
        let strides = self.strides();
        let is_colour = |n: usize| matches!(n, 1 | 3 | 4);
        let refused = || Fault::Shape(self.shown_shape()).of(&self.name);
        let axes: &[usize] = &self.shape;
        // (count, height, width, channels) and their strides
        let (size, steps) = match *axes {
            [n, d] => {
                let square = |d: usize| (d.isqrt() * d.isqrt() == d).then(|| (d.isqrt(), d.isqrt()));
                let planes = |d: usize| d.is_multiple_of(3).then(|| square(d / 3)).flatten();
                let step = strides[1];
                if let Some((h, w)) = asked.or_else(|| square(d)).filter(|&(h, w)| h.checked_mul(w) == Some(d)) {
                    ([n, h, w, 1], [strides[0], w * step, step, 0])
                } else if let Some((h, w)) = planes(d).filter(|_| asked.is_none()) {
                    // Red, then green, then blue, as in CIFAR's arrays for Python.
                    ([n, h, w, 3], [strides[0], w * step, step, h * w * step])
                } else {
                    return Err(refused());
                }
            }
            // One picture with its colours, not many of three columns.
            [h, w, 3 | 4] if h > 4 && w > 4 => return Err(refused()),
            [n, h, w] => ([n, h, w, 1], [strides[0], strides[1], strides[2], 0]),
            [n, h, w, c] if is_colour(c) && (w > 4 || !is_colour(h)) => {
                ([n, h, w, c], [strides[0], strides[1], strides[2], strides[3]])
            }
            [n, c, h, w] if is_colour(c) => ([n, h, w, c], [strides[0], strides[2], strides[3], strides[1]]),
            _ => return Err(refused()),
        };
        if size[1..].contains(&0) {
            return Err(refused());
        }
        Ok(Stack { array: self, size, steps })
    }
}

pub fn shown_shape(shape: &[usize]) -> String {
    let sizes: Vec<String> = shape.iter().map(usize::to_string).collect();
    format!("({})", sizes.join(", "))
}

/// An array whose axes are known.
#[derive(Clone)]
pub struct Stack<'a> {
    pub array: Array<'a>,
    /// Images, N; height, H; width, W; channels, C.
    size: [usize; 4],
    steps: [usize; 4],
}

/// Rec. 601's weights in 65,536ths, as Pillow has them.
pub const LUMA: [f64; 3] = [19595.0, 38470.0, 7471.0];

pub fn luminance(red: f64, green: f64, blue: f64) -> f64 {
    (LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue) / 65536.0
}

impl Stack<'_> {
    pub fn len(&self) -> usize {
        self.size[0]
    }

    pub fn channels(&self) -> usize {
        self.size[3]
    }

    /// Image `i`, grey; a fourth channel, transparency, is left out.
    pub fn fill(&self, i: usize, raster: &mut Raster) {
        let [_, height, width, channels] = self.size;
        let [image, row, column, channel] = self.steps;
        (raster.height, raster.width) = (height, width);
        raster.values.clear();
        for y in 0..height {
            for x in 0..width {
                let at = i * image + y * row + x * column;
                let value = |c: usize| self.array.value(at + c * channel);
                let grey = if channels < 3 { value(0) } else { luminance(value(0), value(1), value(2)) };
                raster.values.push(grey);
            }
        }
    }
}
