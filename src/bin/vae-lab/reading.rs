//! How other people's files are read, as options.

use std::str::FromStr;

use clap::{ArgAction, Args, ValueEnum};
use vae_lab::import::{Choices, Fit, LabelSource, Meaning};

use crate::describe::whole;

#[derive(Clone, Copy, ValueEnum)]
enum Frame {
    /// The middle of a picture, the rest cut away
    Crop,
    /// All of a picture, with paper beside
    Pad,
}

/// Two numbers with a character between them.
#[derive(Clone, Copy)]
struct Sides(usize, usize);

impl FromStr for Sides {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts =
            text.split_once(['x', '×']).ok_or("it is two whole numbers with an x between them, such as 8x16")?;
        Ok(Sides(whole(parts.0)?, whole(parts.1)?))
    }
}

#[derive(Clone, Copy)]
struct Scale(Meaning);

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || "it is LOW:HIGH, such as 0:255".to_owned();
        let (low, high) = text.split_once(':').ok_or_else(refused)?;
        let number = |text: &str| text.parse().map_err(|_| refused());
        Ok(Scale(Meaning { low: number(low)?, high: number(high)? }))
    }
}

/// Open choices are decided by what the files hold, and said.
#[derive(Args, Default)]
#[command(allow_negative_numbers = true)]
pub struct Reading {
    /// Of other people's files: pixels a side, 8 to 64 [default: as they are, or 28]
    #[arg(long, value_parser = whole::<usize>, help_heading = "Other people's files")]
    side: Option<usize>,
    /// How a picture becomes a square [default: crop what fills its frame, pad what stands on paper]
    #[arg(long, value_enum, help_heading = "Other people's files")]
    fit: Option<Frame>,
    /// Whether dark is ink [default: ink is what the edges are not]
    #[arg(long, value_name = "YES", action = ArgAction::Set, help_heading = "Other people's files")]
    invert: Option<bool>,
    /// Whether rows are columns, as in EMNIST's files [default: where it is sure]
    #[arg(long, value_name = "YES", action = ArgAction::Set, help_heading = "Other people's files")]
    transpose: Option<bool>,
    /// The values of no ink and of full ink, LOW:HIGH [default: by the values that there are]
    #[arg(long, value_name = "LOW:HIGH", help_heading = "Other people's files")]
    values: Option<Scale>,
    /// The table's column of classes, by name or by number from 1, or `none` [default: where the format has them]
    #[arg(long, value_name = "COLUMN", help_heading = "Other people's files")]
    labels: Option<String>,
    /// Height and width of images that come as rows of numbers, HxW [default: a square]
    #[arg(long, value_name = "HxW", help_heading = "Other people's files")]
    shape: Option<Sides>,
    /// Rows and columns of a picture that holds a grid of images; 1x1 leaves it whole [default: looked for]
    #[arg(long, value_name = "RxC", help_heading = "Other people's files")]
    sheet: Option<Sides>,
    /// Draw so many images of more [default: 100000]
    #[arg(long, value_parser = whole::<usize>, help_heading = "Other people's files")]
    at_most: Option<usize>,
    /// Of that draw [default: 7]
    #[arg(long, value_parser = whole::<u32>, help_heading = "Other people's files")]
    draw_seed: Option<u32>,
}

impl Reading {
    pub fn choices(&self) -> Choices {
        let open = Choices::default();
        let pair = |Sides(a, b)| (a, b);
        Choices {
            side: self.side,
            fit: self.fit.map(|frame| match frame {
                Frame::Crop => Fit::Crop,
                Frame::Pad => Fit::Pad,
            }),
            invert: self.invert,
            transpose: self.transpose,
            meaning: self.values.map(|Scale(meaning)| meaning),
            labels: match self.labels.as_deref() {
                None => LabelSource::Found,
                Some("none") => LabelSource::Nowhere,
                Some(column) => LabelSource::Column(column.to_owned()),
            },
            shape: self.shape.map(pair),
            grid: self.sheet.map(pair),
            at_most: self.at_most.unwrap_or(open.at_most),
            seed: self.draw_seed.unwrap_or(open.seed),
        }
    }
}
