//! Choices and what was found as plain values, as JavaScript has them.

use super::{Choices, Fault, Fit, LabelSource, Meaning, Preview, Skipped};
use crate::plain::{FromPlain, Problem, Reason, Value, choice_field, field, only};

const FITS: [(&str, Fit); 2] = [("crop", Fit::Crop), ("pad", Fit::Pad)];

fn truth(value: &Value, name: &str) -> Result<Option<bool>, Problem> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(&Value::Bool(truth)) => Ok(Some(truth)),
        Some(_) => Err(Problem::of(name, Reason::Type("true or false"))),
    }
}

/// Two numbers.
fn pair<T: FromPlain + Copy>(value: &Value, name: &str) -> Result<Option<(T, T)>, Problem> {
    match field::<Option<Vec<T>>>(value, name)?.as_deref() {
        None => Ok(None),
        Some(&[one, other]) => Ok(Some((one, other))),
        Some(_) => Err(Problem::of(name, Reason::Type("two numbers"))),
    }
}

impl FromPlain for Choices {
    fn from_plain(value: &Value) -> Result<Choices, Problem> {
        let names =
            ["side", "fit", "invert", "transpose", "meaning", "labels", "column", "shape", "grid", "atMost", "seed"];
        only(value, &names)?;
        let has_fit = value.get("fit").is_some_and(|fit| *fit != Value::Null);
        let labels = match (truth(value, "labels")?, field(value, "column")?) {
            (Some(false), _) => LabelSource::Nowhere,
            (_, Some(column)) => LabelSource::Column(column),
            _ => LabelSource::Found,
        };
        let open = Choices::default();
        Ok(Choices {
            side: field(value, "side")?,
            fit: has_fit.then(|| choice_field(value, "fit", &FITS)).transpose()?,
            invert: truth(value, "invert")?,
            transpose: truth(value, "transpose")?,
            meaning: pair(value, "meaning")?.map(|(low, high)| Meaning { low, high }),
            labels,
            shape: pair(value, "shape")?,
            grid: pair(value, "grid")?,
            at_most: field::<Option<usize>>(value, "atMost")?.unwrap_or(open.at_most),
            seed: field::<Option<u32>>(value, "seed")?.unwrap_or(open.seed),
        })
    }
}

impl Preview {
    /// All of it but the mean image, which is bulk.
    pub fn to_plain(&self) -> Value {
        let texts = |texts: &[&str]| Value::Array(texts.iter().map(|&text| text.into()).collect());
        let sides = |(height, width): (usize, usize)| Value::from(&[height, width][..]);
        let classes = self
            .classes
            .iter()
            .map(|class| Value::object([("name", class.name.as_str().into()), ("images", class.images.into())]));
        let skipped = self.skipped.iter().map(|Skipped { path, code, why }| {
            Value::object([("path", path.as_str().into()), ("code", (*code).into()), ("why", why.as_str().into())])
        });
        let numbers = |one: f64, other: f64| Value::Array(vec![one.into(), other.into()]);
        let notes: Vec<&str> = self.notes.iter().map(String::as_str).collect();
        let Choices { side, fit, invert, transpose, .. } = self.choices;
        let fit = FITS.iter().find(|(_, each)| Some(*each) == fit).map_or(Value::Null, |&(name, _)| name.into());
        Value::object([
            ("name", self.name.as_str().into()),
            ("formats", texts(&self.formats)),
            ("found", self.found.into()),
            ("images", self.images.into()),
            ("height", self.height.into()),
            ("width", self.width.into()),
            ("sides", Value::Array(self.sides.map(sides).into())),
            ("colour", Value::Bool(self.colour)),
            ("classes", Value::Array(classes.collect())),
            ("labelsFrom", self.labels_from.as_str().into()),
            ("parts", self.parts.map_or(Value::Null, |(train, held_out)| sides((train, held_out)))),
            ("values", numbers(self.values.0, self.values.1)),
            ("meaning", numbers(self.meaning.low, self.meaning.high)),
            ("lightEdges", self.light_edges.into()),
            ("transposed", self.transposed.name().into()),
            ("wider", self.wider.into()),
            ("duplicates", self.duplicates.into()),
            ("constant", self.constant.into()),
            ("skipped", Value::Array(skipped.collect())),
            ("skippedMore", self.skipped_more.into()),
            ("bytes", self.bytes.into()),
            ("side", side.map_or(Value::Null, Value::from)),
            ("fit", fit),
            ("invert", Value::Bool(invert == Some(true))),
            ("transpose", Value::Bool(transpose == Some(true))),
            ("notes", texts(&notes)),
        ])
    }
}

impl Fault {
    /// The figures of its sentence.
    pub fn params(&self) -> Vec<(&'static str, Value)> {
        let number = |n: &usize| Value::from(*n);
        let long = |n: &u64| Value::from(*n as f64);
        match self {
            Fault::Cut { promised, there } | Fault::Long { promised, there } => {
                vec![("promised", long(promised)), ("there", long(there))]
            }
            Fault::Damaged(detail) | Fault::Element(detail) | Fault::Choice(detail) => {
                vec![("detail", detail.as_str().into())]
            }
            Fault::Shape(shape) => vec![("shape", shape.as_str().into())],
            Fault::TooLarge { limit } => vec![("limit", number(limit))],
            Fault::LargePicture { width, height } => vec![("width", number(width)), ("height", number(height))],
            Fault::NotFinite { image } => vec![("image", number(image))],
            Fault::Counts { images, labels } => vec![("images", number(images)), ("labels", number(labels))],
            Fault::TooFew(images) => vec![("images", number(images))],
            Fault::TooManyClasses(classes) => vec![("classes", number(classes))],
            Fault::MixedSizes { first, other } => {
                vec![("first", first.as_str().into()), ("other", other.as_str().into())]
            }
            Fault::TooManyPixels { images, height, width } => {
                vec![("images", number(images)), ("height", number(height)), ("width", number(width))]
            }
            Fault::Row { line, what } => vec![("line", long(line)), ("detail", what.as_str().into())],
            Fault::NoColumn(column) => vec![("column", column.as_str().into())],
            Fault::Empty
            | Fault::Unknown
            | Fault::Other { .. }
            | Fault::Locked
            | Fault::TooManyFiles
            | Fault::LabelsAlone
            | Fault::NoImages => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, Value)]) -> Result<Choices, Problem> {
        Choices::from_plain(&Value::Object(
            fields.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
        ))
    }

    #[test]
    fn what_is_left_out_is_open_and_what_is_given_is_chosen() {
        assert_eq!(read(&[]).unwrap(), Choices::default());
        let given = read(&[
            ("side", 16usize.into()),
            ("fit", "pad".into()),
            ("invert", Value::Bool(false)),
            ("meaning", Value::Array(vec![(-1.0).into(), 1.0.into()])),
            ("labels", Value::Bool(false)),
            ("shape", Value::from(&[4, 9][..])),
            ("atMost", 50usize.into()),
        ]);
        let expected = Choices {
            side: Some(16),
            fit: Some(Fit::Pad),
            invert: Some(false),
            meaning: Some(Meaning { low: -1.0, high: 1.0 }),
            labels: LabelSource::Nowhere,
            shape: Some((4, 9)),
            at_most: 50,
            ..Choices::default()
        };
        assert_eq!(given.unwrap(), expected);
        assert_eq!(read(&[("column", "y".into())]).unwrap().labels, LabelSource::Column("y".into()));
    }

    #[test]
    fn a_choice_of_another_kind_or_of_no_name_is_refused() {
        for (name, value) in [
            ("side", "16".into()),
            ("fit", "stretch".into()),
            ("invert", 1.0.into()),
            ("grid", Value::from(&[3][..])),
            ("sied", 16usize.into()),
        ] {
            assert_eq!(read(&[(name, value)]).unwrap_err().field, name);
        }
    }
}
