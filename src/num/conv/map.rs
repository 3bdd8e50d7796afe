//! Which pixels of one image a convolution sums for which pixels of another.
//!
//! One side at a time: a window of taps moves over the *fine* side, `stride` pixels a step, and comes to rest once for
//! each pixel of the *coarse* side. Tap k at coarse pixel o lies on fine pixel `stride · o + k − padding`. Down, coarse
//! pixels are summed from fine ones; up, fine ones from coarse ones, by the same pairs.
//!
//! The taps are stored in the order in which a sum reads them, so that the pixels it reads are neighbours. Down that is
//! 0, 1, 2, …; up a fine pixel meets every `stride`-th tap, from the last to the first: 2, 0, 1 at three taps and stride 2.

/// A window that moves over a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Taps along a side, K.
    pub side: usize,
    pub stride: usize,
    /// Pixels of border, all zero, on each end of the fine side.
    pub padding: usize,
}

/// From fine to coarse, or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Down,
    Up,
}

impl Window {
    /// Pixels of the coarse side.
    ///
    /// # Panics
    /// When the window is larger than the side with its borders.
    pub fn coarse(self, fine: usize) -> usize {
        (fine + 2 * self.padding - self.side) / self.stride + 1
    }

    /// Rows and columns of the coarse image.
    pub fn coarse_image(self, fine: [usize; 2]) -> [usize; 2] {
        [self.coarse(fine[0]), self.coarse(fine[1])]
    }

    /// The place at which tap `k` is stored.
    pub fn place(self, direction: Direction, k: usize) -> usize {
        match direction {
            Direction::Down => k,
            Direction::Up => {
                let mut place = (self.side - 1 - k) / self.stride;
                for class in 0..k % self.stride {
                    place += (self.side - class).div_ceil(self.stride);
                }
                place
            }
        }
    }

    /// The input on which tap `k` of an output lies, of `inputs`.
    fn input(self, direction: Direction, k: usize, output: usize, inputs: usize) -> Option<usize> {
        let input = match direction {
            Direction::Down => (self.stride * output + k).checked_sub(self.padding)?,
            Direction::Up => {
                let apart = (output + self.padding).checked_sub(k)?;
                if !apart.is_multiple_of(self.stride) {
                    return None;
                }
                apart / self.stride
            }
        };
        (input < inputs).then_some(input)
    }
}

/// What one output is summed from: `count` neighbouring inputs, with the taps at as many neighbouring places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub place: usize,
    pub input: usize,
    pub count: usize,
}

/// What the tap at one place joins: `count` outputs and as many inputs, each side at a step of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    pub output: usize,
    pub input: usize,
    pub count: usize,
}

/// One side of a map.
#[derive(Clone, Debug)]
pub struct Axis {
    pub inputs: usize,
    pub outputs: usize,
    /// From pair to pair.
    pub input_step: usize,
    pub output_step: usize,
    /// Of each output.
    pub runs: Vec<Run>,
    /// Of each place.
    pub pairs: Vec<Pairs>,
}

impl Axis {
    fn new(window: Window, direction: Direction, fine: usize) -> Self {
        let coarse = window.coarse(fine);
        let (inputs, outputs, input_step, output_step) = match direction {
            Direction::Down => (fine, coarse, window.stride, 1),
            Direction::Up => (coarse, fine, 1, window.stride),
        };
        let mut runs = vec![Run::default(); outputs];
        let mut pairs = vec![Pairs::default(); window.side];
        for k in 0..window.side {
            let place = window.place(direction, k);
            for (output, run) in runs.iter_mut().enumerate() {
                let Some(input) = window.input(direction, k, output, inputs) else { continue };
                if run.count == 0 || place < run.place {
                    (run.place, run.input) = (place, input);
                }
                run.count += 1;
                let pairs = &mut pairs[place];
                if pairs.count == 0 {
                    (pairs.output, pairs.input) = (output, input);
                }
                pairs.count += 1;
            }
        }
        Axis { inputs, outputs, input_step, output_step, runs, pairs }
    }

    /// Pairs, of all taps.
    fn joined(&self) -> usize {
        self.pairs.iter().fold(0, |sum, pairs| sum + pairs.count)
    }
}

/// A convolution's geometry: channels, and both sides.
#[derive(Clone, Debug)]
pub struct Map {
    /// Channels of a pixel, in and out.
    pub inputs: usize,
    pub outputs: usize,
    /// Taps along a side, K.
    pub taps: usize,
    pub rows: Axis,
    pub columns: Axis,
}

impl Map {
    /// Of images whose fine form has `fine` rows and columns.
    pub fn new(window: Window, direction: Direction, fine: [usize; 2], inputs: usize, outputs: usize) -> Self {
        let (rows, columns) = (Axis::new(window, direction, fine[0]), Axis::new(window, direction, fine[1]));
        Map { inputs, outputs, taps: window.side, rows, columns }
    }

    /// Weights of an output channel, K·K·I.
    pub fn weights(&self) -> usize {
        self.taps * self.taps * self.inputs
    }

    /// Numbers of an input image.
    pub fn input_len(&self) -> usize {
        self.rows.inputs * self.columns.inputs * self.inputs
    }

    /// Numbers of an output image.
    pub fn output_len(&self) -> usize {
        self.rows.outputs * self.columns.outputs * self.outputs
    }

    /// Products of a weight with an input, of an image.
    pub fn products(&self) -> usize {
        self.rows.joined() * self.columns.joined() * self.inputs * self.outputs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn do_runs_and_pairs_name_every_tap_on_every_pixel_once() {
        for side in 1..=5 {
            for stride in 1..=3 {
                for padding in 0..side {
                    for fine in side..=9 {
                        let window = Window { side, stride, padding };
                        for direction in [Direction::Down, Direction::Up] {
                            check(window, direction, fine);
                        }
                    }
                }
            }
        }
    }

    fn check(window: Window, direction: Direction, fine: usize) {
        let axis = Axis::new(window, direction, fine);
        let mut expected = Vec::new();
        for coarse in 0..window.coarse(fine) {
            for k in 0..window.side {
                let at = (window.stride * coarse + k) as isize - window.padding as isize;
                if (0..fine as isize).contains(&at) {
                    let (output, input) = match direction {
                        Direction::Down => (coarse, at as usize),
                        Direction::Up => (at as usize, coarse),
                    };
                    expected.push((output, input, window.place(direction, k)));
                }
            }
        }
        expected.sort_unstable();
        let runs = axis.runs.iter().enumerate();
        let mut by_runs: Vec<_> =
            runs.flat_map(|(o, run)| (0..run.count).map(move |j| (o, run.input + j, run.place + j))).collect();
        by_runs.sort_unstable();
        assert_eq!(by_runs, expected, "{window:?} {direction:?} {fine}");
        let mut by_pairs = Vec::new();
        for (place, pairs) in axis.pairs.iter().enumerate() {
            for j in 0..pairs.count {
                by_pairs.push((pairs.output + j * axis.output_step, pairs.input + j * axis.input_step, place));
            }
        }
        by_pairs.sort_unstable();
        assert_eq!(by_pairs, expected, "{window:?} {direction:?} {fine}");
    }

    #[test]
    fn are_three_taps_at_stride_two_stored_as_a_sum_upwards_reads_them() {
        let window = Window { side: 3, stride: 2, padding: 1 };
        assert_eq!([0, 1, 2].map(|k| window.place(Direction::Up, k)), [1, 2, 0]);
        assert_eq!([8, 9, 13, 28, 1].map(|fine| window.coarse(fine)), [4, 5, 7, 14, 1]);
    }
}
