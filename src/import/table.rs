//! Tables of text: an image a row, a pixel a column, and perhaps a column of labels.

use std::collections::BTreeMap;
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::element::Element;
use super::stack::{Array, Bytes};
use super::targets::Targets;
use super::{Choices, Fault, LabelSource, Result};

/// Rows that are looked at to tell labels from pixels.
const SAMPLE: usize = 500;
/// What people call the column of labels, and columns that are neither.
const LABEL_NAMES: [&str; 10] =
    ["label", "labels", "class", "target", "targets", "y", "digit", "letter", "category", "species"];
const INDEX_NAMES: [&str; 5] = ["", "id", "index", "imageid", "unnamed: 0"];

/// A table's images, with their classes and what was decided of its columns.
pub struct Table<'a> {
    pub images: Array<'a>,
    pub targets: Option<Targets>,
    pub note: Option<String>,
}

/// # Errors
/// When a row has another length than the first or a pixel is no number, or the column asked for is not there.
pub fn parse<'a>(name: &str, bytes: &[u8], choices: &Choices) -> Result<Table<'a>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let delimiter = delimiter(bytes);
    let mut sample: Vec<ByteRecord> = Vec::new();
    for record in reader(bytes, delimiter).byte_records().take(SAMPLE) {
        sample.push(record.map_err(|error| row_fault(&error).of(name))?);
    }
    let Some(first) = sample.first() else { return Err(Fault::NoImages.of(name)) };
    let words = first.iter().filter(|field| number(field).is_none()).count();
    let header = (2 * words > first.len()).then(|| sample.remove(0));
    let columns = Columns::find(header.as_ref(), &sample, choices).map_err(|fault| fault.of(name))?;

    let (mut values, mut classes, mut count) = (Values::Bytes(Vec::new()), Vec::new(), 0);
    let mut reader = reader(bytes, delimiter);
    let mut record = ByteRecord::new();
    let mut skip_header = header.is_some();
    while reader.read_byte_record(&mut record).map_err(|error| row_fault(&error).of(name))? {
        if std::mem::take(&mut skip_header) {
            continue;
        }
        for &pixel in &columns.pixels {
            let value = number(&record[pixel]).ok_or_else(|| {
                let text = String::from_utf8_lossy(&record[pixel]).chars().take(20).collect::<String>();
                let line = record.position().map_or(0, csv::Position::line);
                Fault::Row { line, what: format!("column {} holds {text:?}, no number", pixel + 1) }.of(name)
            })?;
            values.push(value);
        }
        if let Some(label) = columns.label {
            classes.push(String::from_utf8_lossy(&record[label]).trim().to_owned());
        }
        count += 1;
    }
    let (element, bytes) = values.finish();
    let (name, shape) = (name.to_owned(), vec![count, columns.pixels.len()]);
    let bytes = Bytes::Unpacked(Rc::new(bytes));
    let targets = columns.label.map(|_| targets(&name, classes)).filter(|_| choices.labels != LabelSource::Nowhere);
    let images = Array { name, element, big_endian: false, fortran: false, shape, bytes, start: 0 };
    Ok(Table { images, targets, note: columns.note })
}

fn reader(bytes: &[u8], delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).delimiter(delimiter).trim(csv::Trim::All).from_reader(bytes)
}

/// Of those that people use, the one that there is most of in the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or(bytes);
    let count = |delimiter: u8| line.iter().filter(|&&byte| byte == delimiter).count();
    // Spaces stand beside other delimiters too: they count where there is no other.
    let best =
        [b',', b'\t', b';'].into_iter().max_by_key(|&delimiter| count(delimiter)).filter(|&best| count(best) > 0);
    best.unwrap_or(b' ')
}

fn number(field: &[u8]) -> Option<f64> {
    std::str::from_utf8(field).ok()?.trim().parse().ok()
}

fn row_fault(error: &csv::Error) -> Fault {
    let line = error.position().map_or(0, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Fault::Row { line, what: format!("it has {len} columns, the first has {expected_len}") }
        }
        _ => Fault::Row { line, what: error.to_string() },
    }
}

/// Classes that are all numbers are numbers: 10 then comes behind 9.
fn targets(name: &str, classes: Vec<String>) -> Targets {
    let numbers: Option<Vec<f64>> = classes.iter().map(|class| number(class.as_bytes())).collect();
    let of_numbers = numbers.and_then(|numbers| Targets::of_numbers(name, &numbers).ok());
    of_numbers.unwrap_or_else(|| Targets::of_names(name, classes))
}

/// Which columns are what.
struct Columns {
    pixels: Vec<usize>,
    label: Option<usize>,
    note: Option<String>,
}

impl Columns {
    fn find(header: Option<&ByteRecord>, sample: &[ByteRecord], choices: &Choices) -> std::result::Result<Self, Fault> {
        let Some(count) = header.or(sample.first()).map(ByteRecord::len) else { return Err(Fault::NoImages) };
        let name = |column: usize| {
            header.map_or(String::new(), |header| String::from_utf8_lossy(&header[column]).trim().to_lowercase())
        };
        let mut columns: Vec<usize> = (0..count).collect();
        if header.is_some() {
            columns.retain(|&column| !INDEX_NAMES.contains(&name(column).as_str()));
        }
        let (mut label, mut note) = (None, None);
        if let LabelSource::Column(asked) = &choices.labels {
            let by_name = (0..count).find(|&column| header.is_some() && name(column) == asked.to_lowercase());
            let by_number = asked.parse::<usize>().ok().filter(|number| (1..=count).contains(number));
            label = by_name.or(by_number.map(|number| number - 1));
            label.ok_or_else(|| Fault::NoColumn(asked.clone()))?;
        } else if header.is_some() {
            label = columns.iter().copied().find(|&column| LABEL_NAMES.contains(&name(column).as_str()));
        }
        let pixels = choices.shape.map(|(height, width)| height.saturating_mul(width));
        let is_image = |n: usize| pixels.map_or(n.isqrt() * n.isqrt() == n, |pixels| n == pixels);
        if let (None, [first, .., last]) = (label, &columns[..])
            && !is_image(columns.len())
            && is_image(columns.len() - 1)
        {
            let better = if evenness(sample, *first) >= evenness(sample, *last) { *first } else { *last };
            note = Some(format!("column {} was taken to be the label", better + 1));
            label = Some(better);
        }
        columns.retain(|&column| Some(column) != label);
        Ok(Columns { pixels: columns, label, note })
    }
}

/// How evenly a column's values are spread over the few that it has, in nats: labels are, pixels at an edge are not. A
/// column of words is a label; one with more values than classes can be is none.
fn evenness(sample: &[ByteRecord], column: usize) -> f64 {
    let mut counts: BTreeMap<&[u8], f64> = BTreeMap::new();
    for record in sample {
        *counts.entry(&record[column]).or_default() += 1.0;
    }
    let whole = counts.keys().all(|field| number(field).is_some_and(|value| value.fract() == 0.0));
    let words = counts.keys().all(|field| number(field).is_none());
    if words {
        return f64::INFINITY;
    }
    if !whole || counts.len() > crate::data::MAX_CLASSES {
        return -1.0;
    }
    let share = |count: &f64| count / sample.len() as f64;
    counts.values().map(|count| -share(count) * share(count).ln()).sum()
}

/// Bytes for as long as every value is one.
enum Values {
    Bytes(Vec<u8>),
    Floats(Vec<f32>),
}

impl Values {
    fn push(&mut self, value: f64) {
        match self {
            Values::Bytes(bytes) if value.fract() == 0.0 && (0.0..=255.0).contains(&value) => bytes.push(value as u8),
            Values::Bytes(bytes) => {
                let mut floats: Vec<f32> = bytes.iter().map(|&byte| f32::from(byte)).collect();
                floats.push(value as f32);
                *self = Values::Floats(floats);
            }
            Values::Floats(floats) => floats.push(value as f32),
        }
    }

    fn finish(self) -> (Element, Vec<u8>) {
        match self {
            Values::Bytes(bytes) => (Element::U8, bytes),
            Values::Floats(floats) => (Element::F32, floats.iter().flat_map(|value| value.to_le_bytes()).collect()),
        }
    }
}
