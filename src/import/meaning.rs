//! Which value is no ink, and which is full ink.

use std::fmt;

/// The ends of a scale of grey.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meaning {
    pub low: f64,
    pub high: f64,
}

/// Scales that people use, the narrowest first.
const KNOWN: [(f64, f64); 5] = [(0.0, 1.0), (-1.0, 1.0), (0.0, 255.0), (-128.0, 127.0), (0.0, 65535.0)];

impl Meaning {
    /// The narrowest usual scale that holds the values; of whole numbers up to 16, scikit-learn's digits'. Else the
    /// values' own ends.
    pub fn of(min: f64, max: f64, whole: bool) -> Meaning {
        if whole && min >= 0.0 && max > 1.0 && max <= 16.0 {
            return Meaning { low: 0.0, high: 16.0 };
        }
        let (low, high) = KNOWN.into_iter().find(|&(low, high)| low <= min && max <= high).unwrap_or((min, max));
        Meaning { low, high }
    }

    /// The greatest grey level, where the values themselves are levels.
    pub fn levels(self, whole: bool) -> Option<u8> {
        let is_scale = whole && self.low == 0.0 && self.high > 1.0 && self.high <= 255.0;
        (is_scale && self.high.fract() == 0.0).then_some(self.high as u8)
    }

    /// Levels per unit, so that the scale's end is `top`.
    pub fn scale(self, top: u8) -> f64 {
        if self.high > self.low { f64::from(top) / (self.high - self.low) } else { 0.0 }
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} to {}", self.low, self.high)
    }
}
