//! What can be wrong with a file that somebody brings: the file, what is wrong with it, and what to do.

use thiserror::Error;

use super::limits::{MAX_FILES, MAX_PICTURE, MAX_PIXELS, MAX_SIDE, MIN_IMAGES, MIN_SIDE};
use crate::data::MAX_CLASSES;

/// What is wrong, with its figures. Its `Display` goes behind the file's name: "is empty".
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Fault {
    #[error("is empty")]
    Empty,
    #[error("is of no format that is known here")]
    Unknown,
    /// Something else, by name.
    #[error("{is}")]
    Other { kind: &'static str, is: &'static str, remedy: &'static str },
    #[error("is cut short: it promises {promised} bytes, and {there} are there")]
    Cut { promised: u64, there: u64 },
    #[error("goes on too long: it promises {promised} bytes, and {there} are there")]
    Long { promised: u64, there: u64 },
    #[error("is damaged: {0}")]
    Damaged(String),
    #[error("is locked with a password")]
    Locked,
    #[error("is, or unpacks to, more than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("is a picture of {width}×{height}, more than {} million pixels", MAX_PICTURE / 1_000_000)]
    LargePicture { width: usize, height: usize },
    #[error("makes more than {MAX_FILES} files")]
    TooManyFiles,
    #[error("holds values of type {0}, which are no grey levels")]
    Element(String),
    #[error("has the shape {0}, which is not that of images")]
    Shape(String),
    #[error("holds a value that is not finite (NaN or infinite), in image {image}")]
    NotFinite { image: usize },
    #[error("holds {labels} labels, and there are {images} images")]
    Counts { images: usize, labels: usize },
    #[error("holds labels, and no images come with them")]
    LabelsAlone,
    #[error("holds no image")]
    NoImages,
    #[error("holds {0} image; a set has at least {MIN_IMAGES}")]
    TooFew(usize),
    #[error("has images of {other}, beside others of {first}")]
    MixedSizes { first: String, other: String },
    #[error("has {0} classes; at most {MAX_CLASSES} can be shown")]
    TooManyClasses(usize),
    #[error("makes {images} images of {height}×{width}, more than {MAX_PIXELS} pixels")]
    TooManyPixels { images: usize, height: usize, width: usize },
    #[error("cannot be read in line {line}: {what}")]
    Row { line: u64, what: String },
    #[error("has no column {0}")]
    NoColumn(String),
    #[error("cannot be read as asked: {0}")]
    Choice(String),
}

impl Fault {
    /// The stable, machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Empty => "empty",
            Fault::Unknown => "unknown",
            Fault::Other { kind, .. } => kind,
            Fault::Cut { .. } => "cut",
            Fault::Long { .. } => "long",
            Fault::Damaged(_) => "damaged",
            Fault::Locked => "locked",
            Fault::TooLarge { .. } => "too_large",
            Fault::LargePicture { .. } => "large_picture",
            Fault::TooManyFiles => "too_many_files",
            Fault::Element(_) => "element",
            Fault::Shape(_) => "shape",
            Fault::NotFinite { .. } => "not_finite",
            Fault::Counts { .. } => "counts",
            Fault::LabelsAlone => "labels_alone",
            Fault::NoImages => "no_images",
            Fault::TooFew(_) => "too_few",
            Fault::MixedSizes { .. } => "mixed_sizes",
            Fault::TooManyClasses(_) => "too_many_classes",
            Fault::TooManyPixels { .. } => "too_many_pixels",
            Fault::Row { .. } => "row",
            Fault::NoColumn(_) => "no_column",
            Fault::Choice(_) => "choice",
        }
    }

    /// What to do, as a sentence without its full stop.
    pub fn remedy(&self) -> String {
        let text = match self {
            Fault::Empty | Fault::Cut { .. } | Fault::Long { .. } | Fault::Damaged(_) => {
                "Fetch or write the file again"
            }
            Fault::Unknown => {
                "Use IDX, NPY, NPZ, CSV, TSV, PNG, safetensors or CIFAR's binary files, in a folder, a zip or gzip"
            }
            Fault::Other { remedy, .. } => remedy,
            Fault::Locked => "Unpack it with its password first",
            Fault::TooLarge { .. } | Fault::TooManyFiles => "Use a part of it",
            Fault::LargePicture { .. } => "Make the picture smaller first",
            Fault::Element(_) => "Save the images as whole numbers or floats",
            Fault::Shape(_) => {
                "Images are (N, H, W), (N, H, W, 1, 3 or 4), (N, 1, 3 or 4, H, W), or (N, D) with D a square; of another D, \
                 say height and width"
            }
            Fault::NotFinite { .. } => "Replace such values first, or leave the images out",
            Fault::Counts { .. } => "Give the labels that belong to these images, or none",
            Fault::LabelsAlone => "Add the file with the images",
            Fault::NoImages | Fault::TooFew(_) => "Use a file with more images",
            Fault::MixedSizes { .. } => "Choose a side, to which all are brought",
            Fault::TooManyClasses(_) => "Choose another column, or read the images without labels",
            Fault::TooManyPixels { .. } => "Choose a smaller side or fewer images",
            Fault::Row { .. } => "Correct the line, or leave it out",
            Fault::NoColumn(_) => "Choose a column by the name in the first line, or by its number from 1",
            Fault::Choice(_) => {
                return format!("Sides are {MIN_SIDE} to {MAX_SIDE}; leave the choice out for the default");
            }
        };
        text.to_owned()
    }

    pub(super) fn of(self, file: &str) -> ImportError {
        ImportError { file: file.to_owned(), fault: self }
    }
}

/// A file, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{file} {fault}. {}.", .fault.remedy())]
pub struct ImportError {
    /// The file's name; inside an archive, behind the archive's own.
    pub file: String,
    pub fault: Fault,
}

impl ImportError {
    /// The stable, machine-readable name of what is wrong.
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }
}
