//! The supervisor: keeps the process of one service alive.

use std::rc::Rc;

use futures::{StreamExt, select_biased};

use crate::base::{Error, Pid, Str, Value};
use crate::process::{Context, EventKind, Level, Lifecycle, Outcome, ServiceState};

/// What a supervisor looks after.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Id of the service, `app:kv_server.service`.
    pub id: Str,
    /// The entry that its process is made of.
    pub process: Str,
    /// The host that its process lives on.
    pub host: Str,
    /// Arguments of its process.
    pub input: Vec<Value>,
    /// When and how it starts, stops, and is started again.
    pub lifecycle: Lifecycle,
}

/// How one life of the process ended.
enum End {
    Own(Outcome),
    /// The supervisor was asked to stop it.
    Stopped,
}

/// Starts the process, and starts it again after each failure, until it returns, is given up, or CANCEL comes.
///
/// # Errors
/// None of its own: what becomes of the service is its state.
pub async fn supervise(ctx: Context, service: Rc<Service>) -> Result<(), Error> {
    let restart = &service.lifecycle.restart;
    let mut failures = 0;
    let mut attempt = 0i64;
    let mut because = None;
    loop {
        attempt += 1;
        tell(&ctx, &service, ServiceState::Starting, None, [("attempt", attempt.into())]);
        let mut spawner = ctx
            .process(service.process.clone(), service.host.clone())
            .args(service.input.iter().cloned());
        if let Some(exit) = because.take() {
            spawner = spawner.because(exit);
        }
        let started = ctx.now();
        let error = match spawner.spawn_monitored() {
            Err(error) => error,
            Ok(process) => {
                tell(&ctx, &service, ServiceState::Running, Some(&process), []);
                let end = watch(&ctx, &service, &process).await?;
                because = Some(ctx.last_cause());
                match end {
                    End::Stopped => {
                        tell(&ctx, &service, ServiceState::Stopped, None, []);
                        return Ok(());
                    }
                    End::Own(Ok(value)) => {
                        tell(&ctx, &service, ServiceState::Exited, None, [("value", value)]);
                        return Ok(());
                    }
                    End::Own(Err(error)) => error,
                }
            }
        };
        if ctx.now().since(started) >= service.lifecycle.stable_threshold {
            failures = 0;
        }
        failures += 1;
        let given_up = restart.max_attempts > 0 && failures >= restart.max_attempts;
        if error.retryable == Some(false) {
            tell(&ctx, &service, ServiceState::Exited, None, [("error", error.to_value())]);
            return Ok(());
        }
        tell(&ctx, &service, ServiceState::Failed, None, [("error", error.to_value())]);
        if given_up || wait(&ctx, restart.delay(failures, ctx.random_unit())).await? {
            return Ok(());
        }
    }
}

/// Waits until the process ends, or stops it when that is wanted.
async fn watch(ctx: &Context, service: &Service, process: &Pid) -> Result<End, Error> {
    let mut events = ctx.events();
    loop {
        let Some(event) = events.next().await else { continue };
        match event.kind {
            EventKind::Exit(outcome) if event.from == *process => return Ok(End::Own(outcome)),
            EventKind::Cancel { .. } => break,
            _ => {}
        }
    }
    tell(ctx, service, ServiceState::Stopping, Some(process), []);
    ctx.cancel(process, "service stopping").ok(); // it may have ended meanwhile: then its EXIT is on its way
    let mut patience = ctx.sleep(service.lifecycle.stop_timeout);
    loop {
        select_biased! {
            event = events.select_next_some() => {
                if matches!(event.kind, EventKind::Exit(_)) && event.from == *process {
                    return Ok(End::Stopped);
                }
            }
            slept = patience => {
                slept?;
                ctx.terminate(process).ok();
            }
        }
    }
}

/// Waits before the next start. True if the service is to be stopped instead.
async fn wait(ctx: &Context, delay: crate::base::Duration) -> Result<bool, Error> {
    let mut events = ctx.events();
    let mut sleep = ctx.sleep(delay);
    loop {
        select_biased! {
            event = events.select_next_some() => if let EventKind::Cancel { .. } = event.kind {
                ctx.report_service(ServiceState::Stopped, None, Value::Nil);
                return Ok(true);
            },
            slept = sleep => return slept.map(|()| false),
        }
    }
}

/// Says what has become of the service: in the trace, and where somebody may want to know, in the log.
fn tell<const N: usize>(
    ctx: &Context,
    service: &Service,
    state: ServiceState,
    process: Option<&Pid>,
    details: [(&'static str, Value); N],
) {
    let details = Value::map(details);
    let level = match state {
        ServiceState::Failed => Some(Level::Error),
        ServiceState::Starting if details.get("attempt") != &Value::Int(1) => Some(Level::Info),
        _ => None,
    };
    if let Some(level) = level {
        let fields = [("service", service.id.clone().into()), ("details", details.clone())];
        ctx.log(level, format!("service {} is {state}", service.id), fields);
    }
    ctx.report_service(state, process, details);
}
