//! The classes of a set's images, by name.

use crate::error::{LabError, Result};

/// Stands for an image whose class is not known.
pub const NO_LABEL: u16 = u16::MAX;
pub const MAX_CLASSES: usize = 100;

/// A class for each image — its place in a list of names, or [`NO_LABEL`] — or no classes at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    ids: Vec<u16>,
    names: Vec<String>,
}

impl Labels {
    /// Of `count` images without classes.
    pub fn none(count: usize) -> Labels {
        Labels { ids: vec![NO_LABEL; count], names: Vec::new() }
    }

    /// # Errors
    /// `BadData` when there are more than [`MAX_CLASSES`] names, or an id is neither a place among them nor [`NO_LABEL`].
    pub fn new(ids: Vec<u16>, names: Vec<String>) -> Result<Labels> {
        if names.len() > MAX_CLASSES {
            return Err(LabError::BadData(format!(
                "it has {} classes; at most {MAX_CLASSES} can be shown",
                names.len()
            )));
        }
        let classes = names.len();
        for (i, &id) in ids.iter().enumerate() {
            if id != NO_LABEL && usize::from(id) >= classes {
                return Err(LabError::BadData(format!("image {i} is of class {id}, and it has {classes} classes")));
            }
        }
        Ok(Labels { ids, names })
    }

    /// Classes named by their numbers, 0 to the largest there is.
    ///
    /// # Errors
    /// As [`Labels::new`].
    pub fn numbered(ids: Vec<u16>) -> Result<Labels> {
        let mut classes = 0;
        for &id in ids.iter().filter(|&&id| id != NO_LABEL) {
            classes = classes.max(usize::from(id) + 1);
        }
        let mut names = Vec::with_capacity(classes);
        for class in 0..classes {
            names.push(class.to_string());
        }
        Labels::new(ids, names)
    }

    /// The same of a byte an image, as files have them; `unknown` stands for an image whose class is not known.
    ///
    /// # Errors
    /// As [`Labels::new`].
    pub(crate) fn numbered_bytes(bytes: &[u8], unknown: Option<u8>) -> Result<Labels> {
        let mut ids = Vec::with_capacity(bytes.len());
        for &byte in bytes {
            ids.push(if unknown == Some(byte) { NO_LABEL } else { u16::from(byte) });
        }
        Labels::numbered(ids)
    }

    /// (N)
    pub fn ids(&self) -> &[u16] {
        &self.ids
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_a_place_among_the_names_or_none() {
        let names = || vec!["cat".to_owned(), "dog".to_owned()];
        assert!(Labels::new(vec![0, 1, NO_LABEL], names()).is_ok());
        let error = Labels::new(vec![0, 2], names()).unwrap_err();
        assert!(error.to_string().contains("image 1 is of class 2, and it has 2 classes"), "{error}");
        assert_eq!(Labels::numbered(vec![3, NO_LABEL, 0]).unwrap().names(), ["0", "1", "2", "3"]);
        assert!(Labels::numbered(vec![NO_LABEL; 2]).unwrap().names().is_empty());
        assert!(Labels::numbered((0..100).collect()).is_ok());
        assert_eq!(Labels::numbered((0..101).collect()).unwrap_err().code(), "bad_data");
    }
}
