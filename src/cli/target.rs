//! One output with a name: a file, or what is there already and is no file, such as a device or a pipe.
//!
//! A file is written whole under another name beside its own, which it then takes, so that nothing half-written is ever left; a
//! symbolic link to one stays, and what it leads to is replaced. Nothing takes the place of a device or a pipe: it is opened
//! before anything is simulated, and written into.

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::out::{self, Folder};
use super::{Exit, output};

/// The files that are being written, under the names they have until they are whole.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the program with no file left half-written and no folder left empty; files that are taking their names have taken them,
/// and what was printed is whole.
pub(super) fn exit(exit: Exit) -> ! {
    let unfinished = unfinished();
    for part in unfinished.iter() {
        let _ = fs::remove_file(part); // Where it is not there, that is as it should be.
    }
    out::without_empty_folders();
    output::end();
    std::process::exit(exit as i32)
}

/// An output at a path.
#[derive(Debug)]
pub(super) struct Target {
    path: PathBuf,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// A file there is or will be, at the end of all links.
    File(PathBuf),
    /// Something else, open.
    Stream(File),
}

impl Target {
    /// What an option asks for, ready to be written; the folder of a file is made where there is none.
    ///
    /// # Errors
    ///
    /// [`Exit::Wrong`] where it cannot be written; the reason is told on standard error.
    pub(super) fn asked_for(option: &str, path: &Path) -> Result<Self, Exit> {
        let target = Self::at(path).map_err(|error| {
            output::message(&format!("error: {option} {}: {error}", path.display()));
            Exit::Wrong
        })?;
        if let Place::File(whole) = &target.place {
            Folder::of_file(option, whole)?;
        }
        Ok(target)
    }

    /// What is at this path, or will be.
    ///
    /// # Errors
    ///
    /// Why it cannot be known, or not be opened.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        let place = match fs::metadata(path) {
            Ok(found) => match standard(&found) {
                Some(stream) => Place::Stream(stream),
                None if found.is_file() => Place::File(followed(path)),
                None => Place::Stream(File::options().write(true).open(path)?),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Place::File(followed(path)),
            Err(error) => return Err(error),
        };
        Ok(Self { path: path.to_owned(), place })
    }

    /// The file's name, as it was asked for.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().display().to_string()
    }

    /// The folder it was asked for in.
    pub(super) fn folder(&self) -> &Path {
        folder_of(&self.path)
    }

    /// Whether it is a file, and no device or pipe.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.place, Place::File(_))
    }

    /// Begins to write it.
    ///
    /// # Errors
    ///
    /// Why that is not possible; it names the path.
    pub(super) fn begin(&self) -> io::Result<Part> {
        let begun = match &self.place {
            Place::Stream(stream) => stream.try_clone().map(|stream| (stream, None)),
            Place::File(whole) => {
                let (part, mut unfinished) = (partial(whole), unfinished());
                File::create(&part).map(|file| {
                    unfinished.push(part.clone());
                    (file, Some((part, whole.clone())))
                })
            }
        };
        let (file, names) = begun.map_err(|error| unwritten(&self.path, &error))?;
        Ok(Part { path: self.path.clone(), file: BufWriter::new(file), names })
    }
}

/// An output that is being written. Unless it is [kept](keep), nothing of a file stays.
///
/// Its errors name the path. That a reader has closed a pipe is none.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
    file: BufWriter<File>,
    /// Of a file, the name it has, and the one it will take.
    names: Option<(PathBuf, PathBuf)>,
}

impl Part {
    fn heard<T>(&self, done: io::Result<T>, otherwise: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(otherwise),
            done => done.map_err(|error| unwritten(&self.path, &error)),
        }
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.file.write(bytes);
        self.heard(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.file.flush();
        self.heard(done, ())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.names {
            let _ = fs::remove_file(part); // It has its own name by now, or is not wanted.
            unfinished().retain(|other| other != part);
        }
    }
}

/// Puts everything on the disk; then all take their names. Where one cannot be written, none is new.
///
/// # Errors
///
/// Why it cannot; it names the path.
pub(super) fn keep(mut parts: Vec<Part>) -> io::Result<()> {
    for part in &mut parts {
        part.flush()?;
        if part.names.is_some() {
            part.file.get_ref().sync_all().map_err(|error| unwritten(&part.path, &error))?;
        }
    }
    let unfinished = unfinished(); // Whoever interrupts waits.
    let renamed = parts.iter().try_for_each(|part| match &part.names {
        Some((name, whole)) => fs::rename(name, whole).map_err(|error| unwritten(&part.path, &error)),
        None => Ok(()),
    });
    drop(unfinished);
    renamed
}

fn unwritten(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{} could not be written: {error}", path.display()))
}

/// The name a file has while it is written; its own for every run, as two may write the same file.
pub(super) fn partial(whole: &Path) -> PathBuf {
    let name = whole.file_name().unwrap_or_default().display();
    whole.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether both paths lead to one file.
pub(super) fn same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| {
        let path = followed(path);
        (fs::canonicalize(folder_of(&path)).ok(), path.file_name().map(OsString::from))
    };
    whole(one) == whole(other)
}

/// Where the links at a path lead; there may be nothing yet.
fn followed(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // No system follows more links than these.
    for _ in 0..256 {
        let Ok(next) = fs::read_link(&path) else { break };
        path = folder_of(&path).join(next);
    }
    path
}

/// Standard output or standard error, where this is what it is: opened once more it would be written from its beginning, and
/// replaced it would be lost with the report.
#[cfg(unix)]
fn standard(found: &Metadata) -> Option<File> {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    let streams = [io::stdout().as_fd().try_clone_to_owned(), io::stderr().as_fd().try_clone_to_owned()];
    let is = |stream: &File| stream.metadata().is_ok_and(|of| (of.dev(), of.ino()) == (found.dev(), found.ino()));
    streams.into_iter().flatten().map(File::from).find(is)
}

#[cfg(not(unix))]
fn standard(_: &Metadata) -> Option<File> {
    None
}
