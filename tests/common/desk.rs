//! A folder with files in it, in which the program is run as a build or a shell runs it, and what came of that.

#![allow(dead_code)] // every test file uses its own part

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// The folder; it is gone when this is.
pub(crate) struct Desk(pub(crate) TempDir);

impl Desk {
    /// A folder with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            desk.write(name, text);
        }
        desk
    }

    /// A git repository with these files, in its first commit on `main`.
    pub(crate) fn repository(files: &[(&str, &str)]) -> Self {
        let desk = Self::new(files);
        for arguments in [&["init", "-q", "-b", "main"][..], &["add", "."], &["commit", "-qm", "base"]] {
            desk.git(".", arguments);
        }
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders it is in.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect(name);
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    /// The names in a folder, sorted.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).expect(folder);
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
        names.sort();
        names
    }

    /// Runs git in one of the folders, with nothing that is set on this machine.
    pub(crate) fn git(&self, folder: &str, arguments: &[&str]) {
        let mut git = std::process::Command::new("git");
        git.current_dir(self.path(folder)).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]).args(arguments);
        let git = git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        let output = git.output().expect("git");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The program in the folder; a job's summary goes to `summary.md`.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hangup"));
        command.current_dir(&self.0).args(arguments).env("GITHUB_STEP_SUMMARY", self.path("summary.md"));
        command
    }

    /// What comes of the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Seen {
        self.run_in(".", arguments)
    }

    /// What comes of the program in one of the folders.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> Seen {
        let output = self.command(arguments).current_dir(self.path(folder)).output();
        Seen::of(output.expect("the program runs"), arguments)
    }

    /// What the program says on standard output and standard error, having ended with this code.
    #[track_caller]
    pub(crate) fn said(&self, arguments: &[&str], code: i32) -> (String, String) {
        let seen = self.run(arguments).ended(code);
        (seen.out, seen.err)
    }
}

/// A small scenario.
pub(crate) const LINE: &str = r#"name: A line
replications: 20
seed: 3
day: {from: "08:00", to: "10:00"}
arrivals: {voice: {per_hour: 60}}
callers: {patience: {exponential: {mean: 2m}}}
ivr:
  menus: {main: {options: [{key: 1, prompt: 3s, then: {queue: desk}}]}}
queues: {desk: {talk: 3m}}
agents: {team: {count: 3, queues: [desk]}}
"#;

/// Two hold, one fails, one is undecided.
pub(crate) const MIXED: &str = r#"expect:
  - ivr_abandonment < 50%
  - mean_wait of desk < 1s
  - wait p95 of desk between "08:00" and "09:30" < 4m
  - ivr_abandonment < 3.5%
"#;

/// A folder of small scenarios: of `days/b.yaml` two expectations hold, one fails and one is undecided; `days/deeper/c.yaml` expects
/// nothing, and the others hold.
pub(crate) fn several() -> Desk {
    let mixed = format!("{LINE}{MIXED}");
    let fine = format!("{}expect: [ivr_abandonment < 50%]\n", LINE.replace("A line", "Fine"));
    Desk::new(&[
        ("days/b.yaml", &mixed),
        ("days/a.yml", &fine),
        ("days/deeper/c.yaml", LINE),
        ("days/.hidden/d.yaml", "broken: [\n"),
        ("days/notes.txt", "nothing"),
        ("one.yaml", &fine),
    ])
}

/// What came of a command.
pub(crate) struct Seen {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) command: String,
}

impl Seen {
    pub(crate) fn of(output: Output, arguments: &[&str]) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
            command: arguments.join(" "),
        }
    }

    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "`{}`\n{}{}", self.command, self.out, self.err);
        self
    }

    /// Fine, with nothing to say beside the result.
    #[track_caller]
    pub(crate) fn fine(self) -> String {
        let seen = self.ended(0);
        assert_eq!(seen.err, "", "`{}` says something on standard error", seen.command);
        seen.out
    }

    /// Wrong, with nothing on standard output.
    #[track_caller]
    pub(crate) fn wrong(self) -> String {
        let seen = self.ended(2);
        assert_eq!(seen.out, "", "`{}` has a result", seen.command);
        assert!(!seen.err.is_empty(), "`{}` does not say what is wrong", seen.command);
        assert!(!seen.err.contains("panicked"), "{}", seen.err);
        seen.err
    }
}
