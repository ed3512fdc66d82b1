//! Files as they were at a revision of the repository they are in. Paths count from the repository's root, as git names them.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// A revision of a repository.
pub(super) struct Revision {
    name: String,
    /// The repository's work tree.
    root: PathBuf,
}

impl Revision {
    /// A revision of the repository that a file or folder is in, whether or not that is still there.
    ///
    /// # Errors
    ///
    /// Why there is none, and what to do about it.
    pub(super) fn of(name: &str, path: &Path) -> Result<Self, String> {
        if name.is_empty() {
            return Err(
                "the revision is empty: name a branch, a tag or a commit (or set the variable that should have one)"
                    .into(),
            );
        }
        if name.starts_with('-') {
            return Err(format!("`{name}` is no revision: name a branch, a tag or a commit"));
        }
        let (folder, _) = there(path).ok_or_else(|| format!("{} is nowhere", path.display()))?;
        let root = git(&folder, &["rev-parse", "--show-toplevel"]).map_err(|error| match error {
            Failed::Missing(error) => format!("git could not be started ({error}); install it, or compare two files"),
            Failed::Refused => format!("{} is in no git repository; compare two files instead", path.display()),
        })?;
        let root = PathBuf::from(root.trim_end_matches(['\r', '\n']));
        let root = std::fs::canonicalize(&root).unwrap_or(root);
        if git(&root, &["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]).is_err() {
            return Err(missing(name, &root));
        }
        Ok(Self { name: name.to_owned(), root })
    }

    /// A path of the command line as git names it; empty for the root.
    ///
    /// # Errors
    ///
    /// That it is of another repository.
    pub(super) fn path(&self, path: &Path) -> Result<String, String> {
        let whole = there(path).map(|(folder, rest)| folder.join(rest));
        let inside = whole.as_deref().and_then(|whole| whole.strip_prefix(&self.root).ok());
        inside.map(slashed).ok_or_else(|| format!("{} is not in {}", path.display(), self.root.display()))
    }

    /// The text of a file.
    ///
    /// # Errors
    ///
    /// That the revision has no such file, and what to do about it.
    pub(super) fn text(&self, path: &str) -> Result<String, String> {
        git(&self.root, &["cat-file", "blob", &self.label(path)]).map_err(|_| {
            let what = "there is nothing to compare with yet; `hangup run` judges it alone";
            format!("{path} is not in {}: {what}", self.name)
        })
    }

    /// What a file is called in texts.
    pub(super) fn label(&self, path: &str) -> String {
        format!("{}:{path}", self.name)
    }

    /// The path of a file from what it is called in texts, where it is called so.
    pub(super) fn unlabelled<'l>(&self, label: &'l str) -> Option<&'l str> {
        label.strip_prefix(&self.name)?.strip_prefix(':')
    }

    /// All files of the revision.
    ///
    /// # Errors
    ///
    /// That git does not tell.
    pub(super) fn files(&self) -> Result<Vec<String>, String> {
        let told = self.told(&["ls-tree", "-r", "-z", "--name-only", &format!("{}^{{tree}}", self.name)])?;
        Ok(told.split_terminator('\0').map(str::to_owned).collect())
    }

    /// What has another name in the work tree: the old names with the new.
    ///
    /// # Errors
    ///
    /// That git does not tell.
    pub(super) fn renamed(&self) -> Result<Vec<(String, String)>, String> {
        let differ = ["diff", "--find-renames", "-l0", "--diff-filter=R", "--name-status", "-z", &self.name, "--"];
        let told = self.told(&differ)?;
        let fields: Vec<&str> = told.split_terminator('\0').collect();
        Ok(fields.chunks_exact(3).map(|renamed| (renamed[1].to_owned(), renamed[2].to_owned())).collect())
    }

    fn told(&self, arguments: &[&str]) -> Result<String, String> {
        let refused = |_| format!("`git {}` fails in {}; try it there", arguments.join(" "), self.root.display());
        git(&self.root, arguments).map_err(refused)
    }
}

/// Why a repository has no such revision, and how to get it.
fn missing(name: &str, root: &Path) -> String {
    let shallow = git(root, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer.trim() == "true");
    if !shallow {
        return format!("the repository has no revision `{name}`; `git fetch` may bring it");
    }
    let whole = "clone with the whole history (`fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` of GitLab)";
    // What is told relative to another has no name that could be fetched.
    if name.contains(['~', '^', '@']) {
        return format!(
            "this is a shallow clone, and has no `{name}`; fetch more of the history first: `git fetch --unshallow`, or \
             `git fetch --deepen=N` for N more commits, or {whole}"
        );
    }
    let branch = name.strip_prefix("origin/").unwrap_or(name);
    format!(
        "this is a shallow clone, and has no `{name}`; fetch it first: `git fetch --depth=1 origin {branch}` and name \
         FETCH_HEAD, or {whole}"
    )
}

/// The part of a path that is there, as a folder without links, and the rest of it. A link at its end stays one.
fn there(path: &Path) -> Option<(PathBuf, PathBuf)> {
    let whole = std::path::absolute(path).ok()?;
    if whole.is_dir() {
        return Some((std::fs::canonicalize(&whole).ok()?, PathBuf::new()));
    }
    let found =
        |folder: &Path| Some((std::fs::canonicalize(folder).ok()?, whole.strip_prefix(folder).ok()?.to_owned()));
    whole.ancestors().skip(1).find_map(found)
}

/// A path with slashes, as git has them on every system.
pub(super) fn slashed(path: &Path) -> String {
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
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
