//! A picture that holds a grid of images: found by its paper between them, and cut.

use super::limits::{MAX_SIDE, MIN_SIDE};
use super::stack::Raster;

/// Ink at the images' edges, as a share of the ink everywhere, up to which a grid is believed.
const MOST_INK_AT_EDGES: f64 = 0.3;
/// Pixels between two images.
const GAPS: [usize; 3] = [0, 1, 2];

/// Where the images of a sheet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    pub rows: usize,
    pub columns: usize,
    pub height: usize,
    pub width: usize,
    /// Pixels between two images, and before the first.
    gap: usize,
    margin: usize,
}

impl Grid {
    /// So many rows and columns, where the picture's sides are multiples of them.
    pub fn asked(sheet: &Raster, rows: usize, columns: usize) -> Option<Grid> {
        let fits = rows > 0 && columns > 0 && sheet.height.is_multiple_of(rows) && sheet.width.is_multiple_of(columns);
        let (height, width) = (sheet.height.checked_div(rows)?, sheet.width.checked_div(columns)?);
        (fits && height > 0 && width > 0).then_some(Grid { rows, columns, height, width, gap: 0, margin: 0 })
    }

    /// The finest grid of squares whose edges hold hardly any ink.
    pub fn find(sheet: &Raster) -> Option<Grid> {
        let paper = median(&sheet.values);
        let ink = |y: usize, x: usize| (sheet.at(y, x) - paper).abs();
        let total: f64 = sheet.values.iter().map(|value| (value - paper).abs()).sum();
        let mean = total / sheet.values.len() as f64;
        if mean == 0.0 {
            return None;
        }
        (MIN_SIDE..=MAX_SIDE).flat_map(|side| candidates(sheet, side)).find(|grid| {
            let (mut at_edges, mut pixels) = (0.0, 0usize);
            for tile in 0..grid.rows * grid.columns {
                let (top, left) = grid.corner(tile);
                let (bottom, right) = (top + grid.height - 1, left + grid.width - 1);
                for i in 0..grid.width {
                    at_edges += ink(top, left + i) + ink(bottom, left + i) + ink(top + i, left) + ink(top + i, right);
                }
                pixels += 4 * grid.width;
            }
            at_edges / (pixels as f64) < MOST_INK_AT_EDGES * mean
        })
    }

    fn corner(&self, tile: usize) -> (usize, usize) {
        let (row, column) = (tile / self.columns, tile % self.columns);
        (self.margin + row * (self.height + self.gap), self.margin + column * (self.width + self.gap))
    }

    /// The images, row by row; those at the end that are of one value are none.
    pub fn cut(&self, sheet: &Raster) -> Vec<Raster> {
        let tile = |tile: usize| {
            let (top, left) = self.corner(tile);
            let rows = (top..top + self.height).flat_map(|y| &sheet.values[y * sheet.width + left..][..self.width]);
            Raster { height: self.height, width: self.width, values: rows.copied().collect() }
        };
        let mut tiles: Vec<Raster> = (0..self.rows * self.columns).map(tile).collect();
        let is_blank = |tile: &Raster| tile.values.iter().all(|value| *value == tile.values[0]);
        while tiles.pop_if(|tile| is_blank(tile)).is_some() {}
        tiles
    }
}

/// Grids of squares of this side that fill the picture.
fn candidates(sheet: &Raster, side: usize) -> Vec<Grid> {
    let mut grids = Vec::new();
    for gap in GAPS {
        for margin in if gap == 0 { vec![0] } else { vec![0, gap] } {
            let count = |length: usize| {
                let inside = (length + gap).checked_sub(2 * margin)?;
                (inside.is_multiple_of(side + gap)).then_some(inside / (side + gap)).filter(|&count| count > 0)
            };
            if let (Some(rows), Some(columns)) = (count(sheet.height), count(sheet.width))
                && rows * columns > 3
            {
                grids.push(Grid { rows, columns, height: side, width: side, gap, margin });
            }
        }
    }
    grids
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}
