//! Whether rows are columns, as in EMNIST's files: handwriting is higher than it is wide, and lies on its side there.

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    No,
    /// By what is seen: most of the ink is wider than high.
    Likely,
    /// The file's name says EMNIST, and what is seen does not speak against it.
    Certain,
}

/// From this share of images on that are wider than high it is likely.
const LIKELY: f64 = 0.75;
/// With fewer images to go by, nothing is said.
const ENOUGH: usize = 20;

impl Sure {
    /// By the name of the file, and by the share of images whose ink is wider than high, of so many.
    pub fn of(name: &str, wider: f64, images: usize) -> Sure {
        if name.to_lowercase().contains("emnist") && (wider > 0.5 || images < ENOUGH) {
            Sure::Certain
        } else if wider >= LIKELY && images >= ENOUGH {
            Sure::Likely
        } else {
            Sure::No
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Sure::No => "no",
            Sure::Likely => "likely",
            Sure::Certain => "certain",
        }
    }
}
