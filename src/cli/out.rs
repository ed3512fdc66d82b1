//! `--out DIR`: a folder that the files of a result are written to.
//!
//! The folder is there before anything is simulated, so that a bad path costs no run. Files of these names are replaced.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::target::{Part, Target, keep, partial};
use super::{Exit, output};

/// The folders that were made for results, each before those in it.
static MADE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Takes away the folders that were made and came to hold nothing, as where the program is interrupted.
pub(super) fn without_empty_folders() {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    for folder in made.drain(..).rev() {
        let _ = fs::remove_dir(folder); // One that holds something stays.
    }
}

/// Makes a folder and those it is in, and remembers which are new.
fn make(folder: &Path) -> io::Result<()> {
    let missing = folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    MADE.lock().unwrap_or_else(PoisonError::into_inner).extend(missing);
    fs::create_dir_all(folder)
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
            make(path)
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

    /// The folder, in which files can have these names.
    ///
    /// # Errors
    ///
    /// [`Exit::Wrong`] where a folder has one of them; that is told on standard error.
    pub(super) fn for_files(self, names: &[&str]) -> Result<Self, Exit> {
        let taken: Vec<PathBuf> = names.iter().map(|name| self.0.join(name)).filter(|path| path.is_dir()).collect();
        for path in &taken {
            let why = format!("a file of this name is to be written, but {} is a folder", path.display());
            output::message(&format!("error: --out {}: {why}", self.0.display()));
        }
        if taken.is_empty() { Ok(self) } else { Err(Exit::Wrong) }
    }

    /// Writes files, each with its name and its bytes, and says so unless `quiet`. Either all of them are there
    /// afterwards, or none is new: they take their names when the last has been written.
    ///
    /// Ends with [`Exit::Incomplete`] where that fails, as on a full disk; the reason is told on standard error.
    pub(super) fn write(&self, files: &[(&str, &[u8])], quiet: bool) -> Exit {
        let write = |&(name, bytes): &(&str, &[u8])| written(&Target::at(&self.0.join(name))?, bytes);
        let done = files.iter().map(write).collect::<io::Result<Vec<Part>>>().and_then(keep);
        let names: Vec<&str> = files.iter().map(|&(name, _)| name).collect();
        told(done, &names.join(", "), &self.0, quiet)
    }

    fn try_writing(&self) -> io::Result<()> {
        let path = partial(&self.0.join("hangup"));
        File::create(&path)?;
        fs::remove_file(path)
    }
}

/// Writes one output that an option asked for, as [`Folder::write`] writes several.
pub(super) fn write(target: &Target, bytes: &[u8], quiet: bool) -> Exit {
    told(written(target, bytes).and_then(|part| keep(vec![part])), &target.name(), target.folder(), quiet)
}

fn written(target: &Target, bytes: &[u8]) -> io::Result<Part> {
    let mut part = target.begin()?;
    part.write_all(bytes)?;
    Ok(part)
}

/// Says what came of writing these names to a folder.
pub(super) fn told(done: io::Result<()>, names: &str, folder: &Path, quiet: bool) -> Exit {
    if let Err(error) = done {
        output::message(&format!("error: {error}"));
        return Exit::Incomplete;
    }
    if !quiet {
        output::message(&format!("wrote {names} to {}", folder.display()));
    }
    Exit::Fine
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
