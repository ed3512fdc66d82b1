//! `--out DIR`: a folder that the files of a result are written to.
//!
//! The folder is there before anything is simulated, so that a bad path costs no run. Files are written whole under
//! another name and then take their own, so that nothing half-written is ever left; files of these names are replaced.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{Exit, output};

/// Held while files are written.
static WRITING: Mutex<()> = Mutex::new(());

/// Whether files are being written: an interrupt comes too late then.
pub(super) fn writing() -> bool {
    WRITING.try_lock().is_err()
}

/// A folder that exists and can be written to.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// The folder at this path, made where there is none.
    ///
    /// # Errors
    ///
    /// [`Exit::Wrong`] where there can be none, or nothing can be written to it; the reason is told on standard error.
    pub(super) fn create(path: &Path) -> Result<Self, Exit> {
        Self::asked_for("--out", path)
    }

    /// The folder of a file that an option asks for, and the file's name in it.
    ///
    /// # Errors
    ///
    /// As [`Self::create`].
    pub(super) fn of_file(option: &str, path: &Path) -> Result<(Self, String), Exit> {
        let name = path.file_name().filter(|_| !path.is_dir()).and_then(|name| name.to_str());
        let Some(name) = name else {
            output::message(&format!("error: {option} {}: this is no name of a file", path.display()));
            return Err(Exit::Wrong);
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok((Self::asked_for(option, folder)?, name.to_owned()))
    }

    fn asked_for(option: &str, path: &Path) -> Result<Self, Exit> {
        let made = if path.as_os_str().is_empty() {
            Err(io::Error::new(ErrorKind::InvalidInput, "the path is empty"))
        } else if path.exists() && !path.is_dir() {
            Err(io::Error::new(ErrorKind::NotADirectory, "it is a file, not a folder"))
        } else {
            fs::create_dir_all(path)
        };
        let folder = Self(path.to_owned());
        match made.and_then(|()| folder.try_writing()) {
            Ok(()) => Ok(folder),
            Err(error) => {
                output::message(&format!("error: {option} {}: {error}", path.display()));
                Err(Exit::Wrong)
            }
        }
    }

    /// The folders in this one for so many results, each named after its file, all distinct.
    ///
    /// # Errors
    ///
    /// As [`Self::create`].
    pub(super) fn each(&self, files: &[PathBuf]) -> Result<Vec<Self>, Exit> {
        distinct(files).iter().map(|name| Self::create(&self.0.join(name))).collect()
    }

    /// Writes files, each with its name and its bytes, and says so unless `quiet`. Either all of them are there
    /// afterwards, or none is new: they take their names when the last has been written.
    ///
    /// Ends with [`Exit::Incomplete`] where that fails, as on a full disk; the reason is told on standard error.
    pub(super) fn write(&self, files: &[(&str, &[u8])], quiet: bool) -> Exit {
        let _writing = WRITING.lock();
        let partial = |name: &str| self.partial(name);
        let written = files
            .iter()
            .try_for_each(|&(name, bytes)| put(&partial(name), bytes).map_err(|error| (name, error)))
            .and_then(|()| {
                let mut files = files.iter();
                files.try_for_each(|&(name, _)| {
                    fs::rename(partial(name), self.0.join(name)).map_err(|error| (name, error))
                })
            });
        let names: Vec<&str> = files.iter().map(|&(name, _)| name).collect();
        if let Err((name, error)) = written {
            for name in names {
                let _ = fs::remove_file(partial(name)); // Where it is not there, that is as it should be.
            }
            output::message(&format!("error: {} could not be written: {error}", self.0.join(name).display()));
            return Exit::Incomplete;
        }
        if !quiet {
            output::message(&format!("wrote {} to {}", names.join(", "), self.0.display()));
        }
        Exit::Fine
    }

    /// The name a file has while it is written; its own for every run, as two may write to the same folder.
    fn partial(&self, name: &str) -> PathBuf {
        self.0.join(format!(".{name}.{}.part", std::process::id()))
    }

    fn try_writing(&self) -> io::Result<()> {
        let path = self.partial("hangup");
        put(&path, b"")?;
        fs::remove_file(path)
    }
}

/// Writes a file to the disk.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A folder's name for each file: its own name without the ending, and a number where that is taken, whatever the case.
fn distinct(files: &[PathBuf]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for file in files {
        let stem = file.file_stem().map_or("scenario".into(), |stem| stem.to_string_lossy().into_owned());
        let taken = |name: &String| names.iter().any(|other| other.to_lowercase() == name.to_lowercase());
        let numbered = (2_u32..).map(|number| format!("{stem}-{number}"));
        let free = std::iter::once(stem.clone()).chain(numbered).find(|name| !taken(name));
        names.push(free.unwrap_or(stem));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_folder_of_its_own() {
        let files = ["a.yaml", "days/a.yaml", "a-2.yaml", "A.yaml", "b.c.yaml"].map(PathBuf::from);
        assert_eq!(distinct(&files), ["a", "a-2", "a-2-2", "A-3", "b.c"]);
    }
}
