//! [`Boot`]: starts services one after the other, and then the process that was asked for.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::entries::{Project, ProjectError};
use super::order::start_order;
use crate::actors::supervisor::Service;
use crate::base::{Error, Pid, Str, Value};
use crate::process::ServiceState;
use crate::runtime::Kernel;

/// The process that a run is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// The entry that it is made of.
    pub entry: Str,
    /// The host that it lives on.
    pub host: Str,
    /// Its arguments.
    pub args: Vec<Value>,
}

/// A service as an onlooker sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the process model")]
pub struct ServiceView {
    pub id: Str,
    pub state: ServiceState,
    pub process: u32,
    pub supervisor: u32,
    /// How often it was started.
    pub attempts: u32,
}

/// The services of a run and their supervisors.
pub(crate) struct Boot {
    services: Vec<(Rc<Service>, u32)>,
    /// Wanted, and not started yet.
    wanted: BTreeSet<Str>,
    /// To be stopped; whoever requires others goes first.
    stopping: BTreeSet<Str>,
    targets: Vec<Target>,
    /// Processes that were asked for, and what became of the asking.
    pub asked: Vec<Result<Pid, Error>>,
}

impl Boot {
    /// Installs a project into a fresh kernel and begins to start it.
    pub fn new(
        project: &Project,
        targets: Vec<Target>,
        kernel: &mut Kernel,
    ) -> Result<Self, ProjectError> {
        project.check()?;
        project.install(kernel);
        let services = start_order(&project.services())?;
        let mut boot = Self {
            services: services.into_iter().map(|service| (service, 0)).collect(),
            wanted: BTreeSet::new(),
            stopping: BTreeSet::new(),
            targets,
            asked: Vec::new(),
        };
        let automatic: Vec<_> = boot
            .services
            .iter()
            .filter(|(service, _)| service.lifecycle.auto_start)
            .map(|(service, _)| service.id.clone())
            .collect();
        automatic.iter().for_each(|id| boot.want(id));
        boot.advance(kernel);
        Ok(boot)
    }

    /// Wants a service, and all that it requires.
    fn want(&mut self, id: &Str) {
        if self.wanted.insert(id.clone()) {
            let found = self.services.iter().find(|(service, _)| service.id == *id);
            let requires = found.map(|(service, _)| service.lifecycle.requires.clone());
            requires.into_iter().flatten().for_each(|id| self.want(&id));
        }
    }

    /// Starts what can start now. Called whenever a service has changed its state.
    pub fn advance(&mut self, kernel: &mut Kernel) {
        self.stop_next(kernel);
        // One at a time: the next one's numbers come after those of this one and its process.
        let starting = self.services.iter().any(|(_, supervisor)| {
            *supervisor != 0 && state_of(kernel, *supervisor) == ServiceState::Unknown
        });
        if starting {
            return;
        }
        let running = |boot: &Self, id: &Str| {
            let found = boot.services.iter().find(|(service, _)| service.id == *id);
            found.is_some_and(|(_, supervisor)| {
                state_of(kernel, *supervisor) == ServiceState::Running
            })
        };
        let next = self.services.iter().position(|(service, _)| {
            self.wanted.contains(&service.id)
                && service.lifecycle.requires.iter().all(|id| running(self, id))
        });
        if let Some(index) = next {
            let (service, supervisor) = &mut self.services[index];
            self.wanted.remove(&service.id);
            // A supervisor lives where its process does.
            if let Ok(pid) = kernel.spawn(&service.id, &service.host, vec![]) {
                *supervisor = pid.number();
            }
            return;
        }
        for target in self.targets.drain(..) {
            self.asked.push(kernel.spawn(&target.entry, &target.host, target.args));
        }
    }

    /// Starts a service that does not run, and all that it requires.
    pub fn start(&mut self, kernel: &mut Kernel, id: &str) -> Result<(), Error> {
        let service = self.find(id)?;
        if alive(kernel, service.1) {
            return Err(Error::new(
                crate::base::ErrorKind::AlreadyExists,
                format!("service {id} is {}", state_of(kernel, service.1)),
            ));
        }
        let id = service.0.id.clone();
        let required: Vec<_> = service.0.lifecycle.requires.clone();
        self.wanted.insert(id);
        for id in required {
            let (_, supervisor) = self.find(&id)?;
            if !alive(kernel, *supervisor) {
                self.want(&id);
            }
        }
        self.advance(kernel);
        Ok(())
    }

    /// Stops a service, and before it all that require it.
    pub fn stop(&mut self, kernel: &mut Kernel, id: &str) -> Result<(), Error> {
        let id = self.find(id)?.0.id.clone();
        self.stopping.insert(id);
        // `services` is in the order of their start, so one walk finds dependents of dependents.
        for (service, _) in &self.services {
            if service.lifecycle.requires.iter().any(|id| self.stopping.contains(id)) {
                self.stopping.insert(service.id.clone());
            }
        }
        self.stop_next(kernel);
        Ok(())
    }

    /// Asks the supervisors to stop of whom nobody alive depends on that is to stop as well.
    fn stop_next(&mut self, kernel: &mut Kernel) {
        let supervisor = |id: &Str| self.services.iter().find(|(service, _)| service.id == *id);
        self.stopping = self
            .stopping
            .iter()
            .filter(|id| supervisor(id).is_some_and(|(_, number)| alive(kernel, *number)))
            .cloned()
            .collect();
        let free: Vec<_> = self
            .services
            .iter()
            .filter(|(service, number)| {
                let dependents = self.services.iter().filter(|(other, _)| {
                    self.stopping.contains(&other.id)
                        && other.lifecycle.requires.contains(&service.id)
                });
                self.stopping.contains(&service.id)
                    && dependents.count() == 0
                    && state_of(kernel, *number) != ServiceState::Stopping
            })
            .map(|(_, number)| *number)
            .collect();
        for number in free {
            kernel.cancel(number, "service stopping".into()).ok();
        }
    }

    fn find(&self, id: &str) -> Result<&(Rc<Service>, u32), Error> {
        let found = self.services.iter().find(|(service, _)| service.id == *id);
        found.ok_or_else(|| Error::not_found(format!("no service {id:?} in this project")))
    }

    /// The services, in the order of their start.
    pub fn services(&self, kernel: &Kernel) -> Vec<ServiceView> {
        let view = |(service, supervisor): &(Rc<Service>, u32)| {
            let state = kernel.process(*supervisor).and_then(|process| process.service);
            let (state, process, attempts) = state.unwrap_or_default();
            ServiceView {
                id: service.id.clone(),
                state,
                process,
                supervisor: *supervisor,
                attempts,
            }
        };
        self.services.iter().map(view).collect()
    }
}

fn alive(kernel: &Kernel, supervisor: u32) -> bool {
    supervisor != 0 && kernel.process(supervisor).is_some_and(|process| process.ended.is_none())
}

fn state_of(kernel: &Kernel, supervisor: u32) -> ServiceState {
    let process = kernel.process(supervisor);
    match process.and_then(|process| process.service) {
        // Between its first words and its first deed: the process has no number yet.
        Some((ServiceState::Starting, _, 1)) | None => ServiceState::Unknown,
        Some((state, _, _)) => state,
    }
}
