//! Files as they were at a revision of the repository they are in.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The text of a file at a revision.
///
/// # Errors
///
/// Why there is none, and what to do about it.
pub(super) fn show(revision: &str, file: &Path) -> Result<String, String> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name().ok_or_else(|| format!("{} is no file", file.display()))?;
    if revision.is_empty() || revision.starts_with('-') {
        return Err(format!("`{revision}` is no revision: name a branch, a tag or a commit"));
    }
    git(folder, &["rev-parse", "--git-dir"]).map_err(|error| match error {
        Failed::Missing(error) => format!("git could not be started ({error}); install it, or compare two files"),
        Failed::Refused => {
            format!("{} is in no git repository; compare two files instead", folder.display())
        }
    })?;
    if git(folder, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]).is_err() {
        let shallow =
            git(folder, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer.trim() == "true");
        return Err(if shallow {
            let branch = revision.strip_prefix("origin/").unwrap_or(revision);
            format!(
                "this is a shallow clone, and has no `{revision}`; fetch it first: `git fetch --depth=1 origin {branch}` and name \
                 FETCH_HEAD, or clone with the whole history (`fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` of GitLab)"
            )
        } else {
            format!("the repository has no revision `{revision}`; `git fetch` may bring it")
        });
    }
    // The path counts from the folder, wherever in the repository that is.
    let object = format!("{revision}:./{}", name.display());
    git(folder, &["cat-file", "blob", &object]).map_err(|_| {
        format!(
            "{} is not in {revision}: there is nothing to compare with yet; `hangup run` judges it alone",
            file.display()
        )
    })
}

/// A file that one at a revision extends: its name in diagnostics and its text, as that of the same revision.
///
/// # Errors
///
/// Why there is none, and what to do about it.
pub(super) fn base(revision: &str, file: &Path) -> Result<(String, String), (String, String)> {
    let file = file.to_str().and_then(|name| name.strip_prefix(revision)?.strip_prefix(':')).map_or(file, Path::new);
    let text = show(revision, file).map_err(|error| (error, "commit the base file, too".to_owned()))?;
    Ok((named(revision, file).display().to_string(), text))
}

/// The path of a file beside another, as a revision calls it.
pub(super) fn named(revision: &str, file: &Path) -> PathBuf {
    PathBuf::from(format!("{revision}:{}", file.display()))
}

enum Failed {
    Missing(std::io::Error),
    Refused,
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, Failed> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments.iter().map(OsStr::new)).env("LC_ALL", "C");
    let output = command.output().map_err(Failed::Missing)?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Failed::Refused)
    }
}
