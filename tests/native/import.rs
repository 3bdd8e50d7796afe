//! Other people's files: what the libraries that write them read, we read.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use vae_lab::import::{Choices, Fit, Given, ImportError, LabelSource, Meaning, Opened, Read};

#[path = "import/decided.rs"]
mod decided;
#[path = "import/mutated.rs"]
mod mutated;
#[path = "import/refused.rs"]
mod refused;
#[path = "import/written.rs"]
mod written;

/// One case of `tests/golden/import_formats.py`.
#[derive(Deserialize)]
struct Case {
    files: Vec<String>,
    choices: Asked,
    shape: [usize; 3],
    top: u8,
    /// Hex.
    levels: String,
    labels: Option<Vec<u16>>,
    names: Vec<String>,
    split: Option<usize>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    transpose: Option<bool>,
    invert: Option<bool>,
    shape: Option<(usize, usize)>,
    grid: Option<(usize, usize)>,
    side: Option<usize>,
    fit: Option<String>,
    meaning: Option<(f64, f64)>,
    label_column: Option<String>,
    /// Levels that a library rounds otherwise.
    #[serde(default)]
    within: u8,
}

impl Asked {
    fn choices(&self) -> Choices {
        Choices {
            transpose: self.transpose,
            invert: self.invert,
            shape: self.shape,
            grid: self.grid,
            side: self.side,
            fit: self.fit.as_deref().map(|fit| if fit == "crop" { Fit::Crop } else { Fit::Pad }),
            meaning: self.meaning.map(|(low, high)| Meaning { low, high }),
            labels: self.label_column.clone().map_or(LabelSource::Found, LabelSource::Column),
            ..Choices::default()
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/import")
}

/// Every case by its name.
fn cases() -> Vec<(String, Case)> {
    let text = fs::read_to_string(folder().join("expected.json")).unwrap();
    let cases: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    cases.into_iter().map(|(name, case)| (name, serde_json::from_value(case).unwrap())).collect()
}

fn files(case: &Case) -> Vec<(String, Vec<u8>)> {
    case.files.iter().map(|name| (name.clone(), fs::read(folder().join(name)).unwrap())).collect()
}

fn read(files: &[(String, Vec<u8>)], choices: &Choices) -> Result<Read, ImportError> {
    Opened::open(files.iter().map(|(name, bytes)| Given::bytes(name, bytes)).collect())?.read(choices)
}

/// One file, read without a choice.
fn read_one(name: &str, bytes: &[u8]) -> Result<Read, ImportError> {
    read(&[(name.to_owned(), bytes.to_vec())], &Choices::default())
}

fn hex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

#[test]
fn is_every_format_read_to_the_pixels_that_its_library_gives() {
    let cases = cases();
    assert!(cases.len() > 70, "{} cases", cases.len());
    for (name, case) in &cases {
        let Read { data, split, .. } =
            read(&files(case), &case.choices.choices()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!([data.len(), data.height(), data.width()], case.shape, "{name}");
        assert_eq!(data.max_level(), case.top, "{name}");
        let levels: Vec<u8> = (0..data.len()).flat_map(|i| data.levels(i)).copied().collect();
        let expected = hex(&case.levels);
        let off = levels.iter().zip(&expected).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        let at = levels.iter().zip(&expected).position(|(a, b)| a != b);
        assert!(off <= case.choices.within, "{name}: off by {off}, first at {at:?}");
        assert_eq!(data.labels().names(), case.names, "{name}");
        match &case.labels {
            Some(labels) => assert_eq!(data.labels().ids(), labels, "{name}"),
            None => assert!(data.labels().names().is_empty(), "{name}"),
        }
        let parts = split.map(|split| (split.train.len(), split.held_out.len()));
        assert_eq!(parts, case.split.map(|train| (train, data.len() - train)), "{name}");
    }
}

#[test]
fn are_formats_known_by_content_under_any_name() {
    for (name, case) in cases() {
        // A class is a folder's name, and a use a file's.
        if case.files.len() > 1 || name.contains("name") || name.contains("as it is fetched") {
            continue;
        }
        let bytes = fs::read(folder().join(&case.files[0])).unwrap();
        let choices = case.choices.choices();
        let renamed = read(&[("download (1)".to_owned(), bytes.clone())], &choices);
        let renamed = renamed.unwrap_or_else(|error| panic!("{name}: {error}")).data;
        let named = read(&[(case.files[0].clone(), bytes)], &choices).unwrap().data;
        assert_eq!((renamed.images(), renamed.labels().ids()), (named.images(), named.labels().ids()), "{name}");
    }
}
