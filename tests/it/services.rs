//! Services: processes kept alive by a supervisor each.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use futures::StreamExt;
use rehearsal::process::{IntoOutcome, Lifecycle, Restart, ServiceState};
use rehearsal::project::{Project, ProjectError, Target};
use rehearsal::runtime::Budget;
use rehearsal::stage::{Input, Session, Settings};
use rehearsal::trace::Kind;
use rehearsal::{Actor, Context, Duration, Error, EventKind, Time};

use crate::support::{HOST, records, scene};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Starts with the run, and waits exactly 1, 2, 4, 8 and again 8 seconds between failures.
fn exact() -> Lifecycle {
    Lifecycle {
        auto_start: true,
        restart: Restart {
            initial_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(8),
            backoff_factor: 2.0,
            jitter: 0.0,
            max_attempts: 0,
        },
        ..Lifecycle::default()
    }
}

fn requiring(ids: &[&'static str]) -> Lifecycle {
    Lifecycle { requires: ids.iter().map(|id| (*id).into()).collect(), ..exact() }
}

/// A project with one service, `app:job.service`.
fn job<F, Fut>(lifecycle: Lifecycle, body: F) -> Project
where
    F: Fn(Context) -> Fut + 'static,
    Fut: Future<Output: IntoOutcome> + 'static,
{
    service(Project::new().process_host(HOST).unwrap(), "job", lifecycle, body)
}

fn service<F, Fut>(project: Project, name: &str, lifecycle: Lifecycle, body: F) -> Project
where
    F: Fn(Context) -> Fut + 'static,
    Fut: Future<Output: IntoOutcome> + 'static,
{
    let entry = format!("app:{name}");
    let project = project.process(&entry, Actor::new(body)).unwrap();
    project.service(&format!("{entry}.service"), &entry, HOST, lifecycle).unwrap()
}

fn play(project: &Project, seconds: u64) -> Session {
    let mut session = Session::new(project, Settings::default(), vec![]).unwrap();
    run_until(&mut session, seconds);
    session
}

fn run_until(session: &mut Session, seconds: u64) {
    session.run(Time::from_nanos(seconds * 1_000_000_000), Budget::UNLIMITED);
}

/// When the processes of a supervisor started, in whole milliseconds.
fn starts(session: &Session, supervisor: u32) -> Vec<u64> {
    let all = records(session.kernel());
    let starts = all.iter().filter(|r| r.kind() == Kind::Start && r.peer() == supervisor);
    starts.map(|record| record.time() / 1_000_000).collect()
}

/// The states that services went through.
fn states(session: &Session) -> Vec<String> {
    let trace = session.kernel().trace();
    let all = records(session.kernel());
    let changes = all.iter().filter(|record| record.kind() == Kind::Service);
    changes.map(|record| trace.text(record.text()).to_string()).collect()
}

fn state(session: &Session, index: usize) -> ServiceState {
    session.services()[index].state
}

async fn failing(_: Context) -> Result<(), Error> {
    Err(Error::internal("broken"))
}

/// Lives until it is canceled.
async fn polite(ctx: Context) {
    while let Some(event) = ctx.events().next().await {
        if matches!(event.kind, EventKind::Cancel { .. }) {
            return;
        }
    }
}

/// Never looks at its events.
async fn deaf(ctx: Context) {
    ctx.inbox().receive().await;
}

#[test]
fn a_service_starts_with_the_run_if_it_says_so() {
    let session = play(&job(exact(), polite), 1);
    assert_eq!(states(&session), ["starting", "running"]);
    assert_eq!(state(&session, 0), ServiceState::Running);
    let session = play(&job(Lifecycle { auto_start: false, ..exact() }, polite), 1);
    assert!(states(&session).is_empty());
    assert_eq!(state(&session, 0), ServiceState::Unknown);
}

#[test]
fn a_service_is_started_from_outside_once() {
    let project = job(Lifecycle { auto_start: false, ..exact() }, polite);
    let mut session = play(&project, 1);
    let start = Input::StartService { service: "app:job.service".into() };
    session.input(start.clone()).unwrap();
    run_until(&mut session, 2);
    assert_eq!(state(&session, 0), ServiceState::Running);
    let again = session.input(start).unwrap_err();
    assert_eq!(again.message, "service app:job.service is running");
    let unknown = session.input(Input::StartService { service: "app:other".into() }).unwrap_err();
    assert_eq!(unknown.message, r#"no service "app:other" in this project"#);
}

#[test]
fn supervisor_process_and_the_one_asked_for_are_numbered_in_this_order() {
    let project = job(exact(), polite);
    let project = service(project, "second", exact(), polite);
    let target = Target { entry: "app:job".into(), host: HOST.into(), args: vec![] };
    let mut session = Session::new(&project, Settings::default(), vec![target]).unwrap();
    run_until(&mut session, 1);
    let numbers: Vec<_> = session.services().iter().map(|s| (s.supervisor, s.process)).collect();
    assert_eq!(numbers, [(1, 2), (3, 4)]);
    assert_eq!(session.asked()[0].as_ref().unwrap().number(), 5);
    assert_eq!(
        scene(session.kernel(), &[Kind::Spawn]),
        [
            "outside spawn app:job.service → job.service#1",
            "job.service#1 spawn app:job → job#2",
            "outside spawn app:second.service → second.service#3",
            "second.service#3 spawn app:second → second#4",
            "outside spawn app:job → job#5",
        ]
    );
}

#[test]
fn the_wait_before_a_restart_grows_up_to_its_limit() {
    let session = play(&job(exact(), failing), 30);
    assert_eq!(starts(&session, 1), [0, 1_000, 3_000, 7_000, 15_000, 23_000]);
    assert_eq!(session.services()[0].attempts, 6);
    assert_eq!(states(&session)[..5], ["starting", "running", "failed", "starting", "running"]);
}

#[test]
fn jitter_varies_the_wait_by_its_share_at_most() {
    let mut lifecycle = exact();
    lifecycle.restart = Restart { jitter: 0.1, backoff_factor: 1.0, ..lifecycle.restart };
    let session = play(&job(lifecycle, failing), 60);
    let starts = starts(&session, 1);
    let waits: Vec<_> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(waits.len() > 50);
    assert!(waits.iter().all(|wait| (900..=1_100).contains(wait)), "{waits:?}");
    assert!(waits.iter().any(|wait| *wait < 950) && waits.iter().any(|wait| *wait > 1_050));
}

#[test]
fn after_the_last_attempt_a_service_is_given_up() {
    let mut lifecycle = exact();
    lifecycle.restart.max_attempts = 3;
    let session = play(&job(lifecycle, failing), 60);
    assert_eq!(starts(&session, 1), [0, 1_000, 3_000]);
    assert_eq!(state(&session, 0), ServiceState::Failed);
}

#[test]
fn a_failure_that_says_it_is_not_retryable_is_the_last() {
    let body = |_| async { Err::<(), _>(Error::invalid("bad settings").with_retryable(false)) };
    let session = play(&job(exact(), body), 60);
    assert_eq!(starts(&session, 1), [0]);
    assert_eq!(state(&session, 0), ServiceState::Exited);
}

#[test]
fn a_service_that_returns_normally_is_exited_and_stays_so() {
    let session = play(&job(exact(), |_| async { 7i64 }), 60);
    assert_eq!(starts(&session, 1), [0]);
    assert_eq!(states(&session), ["starting", "running", "exited"]);
}

#[test]
fn a_service_whose_process_is_terminated_is_restarted() {
    let mut session = play(&job(exact(), polite), 1);
    let process = session.services()[0].process;
    session.input(Input::Kill { process }).unwrap();
    run_until(&mut session, 3);
    assert_eq!(starts(&session, 1), [0, 2_000]);
    assert_ne!(session.services()[0].process, process);
}

#[test]
fn one_who_has_run_long_enough_has_its_failures_forgotten() {
    let lives = Rc::new(Cell::new(0));
    let body = move |ctx: Context| {
        let life = lives.replace(lives.get() + 1);
        async move {
            // The third life proves itself.
            ctx.sleep(if life == 2 { "5s" } else { "100ms" }).await?;
            Err::<(), _>(Error::internal("broken"))
        }
    };
    let session = play(&job(exact(), body), 16);
    assert_eq!(starts(&session, 1), [0, 1_100, 3_200, 9_200, 11_300, 15_400]);
}

#[test]
fn dependencies_start_first_and_stop_last() {
    let project = Project::new().process_host(HOST).unwrap();
    let project = service(project, "web", requiring(&["app:cache.service"]), polite);
    let project = service(project, "cache", requiring(&["app:store.service", HOST]), polite);
    let project = service(project, "store", exact(), polite);
    let mut session = play(&project, 1);
    let started = |session: &Session| {
        let all = scene(session.kernel(), &[Kind::Start]);
        all.into_iter().filter(|line| !line.contains(".service#")).collect::<Vec<_>>()
    };
    assert_eq!(started(&session), ["store#2 start", "cache#4 start", "web#6 start"]);
    session.input(Input::StopService { service: "app:store.service".into() }).unwrap();
    run_until(&mut session, 2);
    let exits = scene(session.kernel(), &[Kind::Exit]);
    let exits: Vec<_> = exits.iter().filter(|line| !line.contains(".service#")).collect();
    assert_eq!(exits, ["web#6 exit returned", "cache#4 exit returned", "store#2 exit returned"]);
    assert!((0..3).all(|index| state(&session, index) == ServiceState::Stopped));
}

#[test]
fn a_dependent_waits_until_what_it_requires_is_running() {
    let failures = Rc::new(Cell::new(2));
    let body = move |ctx: Context| {
        let left = failures.replace(failures.get() - 1);
        async move {
            if left > 0 {
                return Err(Error::internal("not yet"));
            }
            polite(ctx).await;
            Ok(())
        }
    };
    let project = Project::new().process_host(HOST).unwrap();
    let project = service(project, "web", requiring(&["app:store.service"]), polite);
    let project = service(project, "store", exact(), body);
    let session = play(&project, 10);
    let store = session.services().iter().find(|s| s.id == "app:store.service").unwrap().clone();
    let web = session.services().iter().find(|s| s.id == "app:web.service").unwrap().clone();
    assert_eq!((store.state, web.state), (ServiceState::Running, ServiceState::Running));
    assert_eq!(starts(&session, store.supervisor), [0, 1_000, 3_000]);
    assert_eq!(starts(&session, web.supervisor).len(), 1);
}

#[test]
fn starting_a_service_starts_what_it_requires() {
    let by_hand = |lifecycle: Lifecycle| Lifecycle { auto_start: false, ..lifecycle };
    let project = Project::new().process_host(HOST).unwrap();
    let project = service(project, "web", by_hand(requiring(&["app:store.service"])), polite);
    let project = service(project, "store", by_hand(exact()), polite);
    let mut session = play(&project, 1);
    session.input(Input::StartService { service: "app:web.service".into() }).unwrap();
    run_until(&mut session, 2);
    assert!(session.services().iter().all(|service| service.state == ServiceState::Running));
}

#[test]
fn stopping_cancels_and_waits_for_the_process() {
    let body = |ctx: Context| async move {
        polite(ctx.clone()).await;
        ctx.sleep("3s").await
    };
    let mut session = play(&job(exact(), body), 1);
    session.input(Input::StopService { service: "app:job.service".into() }).unwrap();
    run_until(&mut session, 2);
    assert_eq!(state(&session, 0), ServiceState::Stopping);
    run_until(&mut session, 10);
    assert_eq!(states(&session), ["starting", "running", "stopping", "stopped"]);
    assert_eq!(scene(session.kernel(), &[Kind::Exit])[0], "job#2 exit returned");
}

#[test]
fn who_does_not_stop_in_time_is_terminated() {
    let lifecycle = Lifecycle { stop_timeout: Duration::from_secs(3), ..exact() };
    let mut session = play(&job(lifecycle, deaf), 1);
    session.input(Input::StopService { service: "app:job.service".into() }).unwrap();
    run_until(&mut session, 60);
    let exit = records(session.kernel()).into_iter().find(|record| record.kind() == Kind::Exit);
    assert_eq!(exit.map(|record| (record.process(), record.time() / 1_000_000)), Some((2, 4_000)));
    assert!(scene(session.kernel(), &[Kind::Exit])[0].starts_with("job#2 exit terminated"));
    assert_eq!(state(&session, 0), ServiceState::Stopped);
}

#[test]
fn a_service_that_waits_for_its_restart_stops_at_once() {
    let mut session = play(&job(exact(), failing), 5);
    session.input(Input::StopService { service: "app:job.service".into() }).unwrap();
    run_until(&mut session, 60);
    assert_eq!(starts(&session, 1), [0, 1_000, 3_000]);
    assert_eq!(state(&session, 0), ServiceState::Stopped);
}

#[test]
fn a_stopped_service_can_be_started_again() {
    let mut session = play(&job(exact(), polite), 1);
    session.input(Input::StopService { service: "app:job.service".into() }).unwrap();
    run_until(&mut session, 2);
    session.input(Input::StartService { service: "app:job.service".into() }).unwrap();
    run_until(&mut session, 3);
    assert_eq!(state(&session, 0), ServiceState::Running);
    assert_eq!(session.services()[0].supervisor, 3);
}

#[test]
fn a_restart_names_the_exit_before_it_as_its_cause() {
    let session = play(&job(exact(), failing), 2);
    let all = records(session.kernel());
    let of =
        |kind, process| all.iter().find(|r| r.kind() == kind && r.process() == process).unwrap();
    let restart = all.iter().rfind(|r| r.kind() == Kind::Spawn && r.peer() == 3).unwrap();
    assert_eq!(restart.cause(), of(Kind::Exit, 2).number());
    assert_eq!(of(Kind::Start, 3).cause(), restart.number());
}

#[test]
fn what_contradicts_itself_is_no_project() {
    let refused = |project: Project| project.check().unwrap_err().to_string();
    let host = || Project::new().process_host(HOST).unwrap();
    let circle = service(host(), "a", requiring(&["app:b.service"]), polite);
    let circle = service(circle, "b", requiring(&["app:a.service"]), polite);
    assert_eq!(
        refused(circle),
        "services require each other in a circle: app:a.service, app:b.service"
    );
    let missing = host().service("app:job.service", "app:job", HOST, exact()).unwrap();
    assert_eq!(
        refused(missing),
        "process of app:job.service names app:job, which is no process of this project"
    );
    assert_eq!(
        refused(service(host(), "job", requiring(&["app:nothing"]), polite)),
        "requires of app:job.service names app:nothing, which is no entry of this project"
    );
    let no_host = Project::new().process("app:job", Actor::new(polite)).unwrap();
    let no_host = no_host.service("app:job.service", "app:job", HOST, exact()).unwrap();
    assert_eq!(
        refused(no_host),
        "host of app:job.service names app:processes, which is no process.host of this project"
    );
    let twice = host().process_host(HOST).unwrap_err();
    assert_eq!(twice.to_string(), "entry app:processes is defined twice");
    assert!(matches!(Project::new().process_host("processes"), Err(ProjectError::Id(_))));
}

#[test]
fn a_service_whose_supervisor_was_killed_has_failed_and_can_be_started_again() {
    let mut session = play(&job(exact(), polite), 1);
    assert!(session.services()[0].up);
    session.input(Input::Kill { process: 1 }).unwrap();
    run_until(&mut session, 2);
    assert_eq!(state(&session, 0), ServiceState::Failed);
    assert!(!session.services()[0].up);
    let stop = session.input(Input::StopService { service: "app:job.service".into() });
    assert_eq!(
        stop.unwrap_err().message,
        "service app:job.service is failed: there is nothing to stop"
    );
    session.input(Input::StartService { service: "app:job.service".into() }).unwrap();
    run_until(&mut session, 3);
    assert_eq!(state(&session, 0), ServiceState::Running);
}

#[test]
fn a_service_that_waits_for_its_restart_can_be_stopped_and_says_so() {
    let session = play(&job(exact(), failing), 5);
    assert_eq!(state(&session, 0), ServiceState::Failed);
    assert!(session.services()[0].up);
}

#[test]
fn a_service_that_ended_long_ago_is_remembered_and_can_be_started_again() {
    let project = job(exact(), |_: Context| async { 7 });
    let project = project.process("app:brief", Actor::new(|_: Context| async {})).unwrap();
    let mut session = play(&project, 1);
    assert_eq!(state(&session, 0), ServiceState::Exited);
    for _ in 0..300 {
        session.input(Input::Start { entry: "app:brief".into(), host: HOST.into() }).unwrap();
    }
    run_until(&mut session, 2);
    assert_eq!(state(&session, 0), ServiceState::Exited);
    session.input(Input::StartService { service: "app:job.service".into() }).unwrap();
    run_until(&mut session, 3);
    assert_eq!(session.services()[0].attempts, 1);
    assert_eq!(
        states(&session),
        ["starting", "running", "exited", "starting", "running", "exited"]
    );
}
