"""A private Slurm: munged, mariadbd, slurmdbd, slurmctld and some slurmd on this machine, without systemd.

Usage: ``python warden.py ROOT``, with a short ROOT (unix sockets have short names). Prints ``ready CONF`` once the
nodes are idle, then obeys lines on its standard input: ``kill NODE``. When the input ends, however its writer died,
everything that was started here is ended and ROOT is deleted. Clients need SLURM_CONF.
"""

from __future__ import annotations

import ctypes
import getpass
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil

PROGRAMS = ("munged", "slurmctld", "slurmd", "slurmdbd", "mariadbd", "mariadb-install-db", "sbatch", "srun", "sacct")
SEARCHED = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
NODES = ("n1", "n2", "n3", "n4", "n5")
"""n1 and n2 are for everybody; n3 is there to be killed, and n4 takes over from it; n5 is fought for."""
PATIENCE = 60.0
SUBREAPER = 36  # prctl(2), PR_SET_CHILD_SUBREAPER

SLURM = """\
ClusterName=furutest
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={root}/munge.socket,cred_expire=5
CredType=cred/munge
SlurmctldPort={ports[0]}
SlurmctldPidFile={root}/slurmctld.pid
SlurmctldLogFile={root}/log/slurmctld
SlurmdPidFile={root}/slurmd-%n.pid
SlurmdLogFile={root}/log/slurmd-%n
SlurmdSpoolDir={root}/spool/%n
StateSaveLocation={root}/state
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
DefMemPerCPU=1024
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0,bf_interval=1,bf_min_age_reserve=0
MaxArraySize=10001
MaxJobCount=20000
MinJobAge=600
KillWait=3
InactiveLimit=0
BatchStartTimeout=10
CompleteWait=0
SlurmctldTimeout=30
SlurmdTimeout=12
JobRequeue=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PreemptExemptTime=0
GresTypes=gpu
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort={ports[1]}
AccountingStoragePass={root}/munge.socket
AccountingStorageTRES=gres/gpu
JobCompType=jobcomp/none
MailProg=/bin/true
{nodes}
PartitionName=cpu      Nodes=n[1-2] Default=YES MaxTime=INFINITE DefaultTime=60 State=UP PriorityTier=10 PreemptMode=off
PartitionName=gpu      Nodes=n[1-2] MaxTime=1-0 DefaultTime=60 State=UP PriorityTier=10
PartitionName=scavenge Nodes=n5 MaxTime=1-0 DefaultTime=60 State=UP PriorityTier=1 PreemptMode=REQUEUE GraceTime=0
PartitionName=urgent   Nodes=n5 MaxTime=1-0 DefaultTime=60 State=UP PriorityTier=10 PreemptMode=off
PartitionName=fragile  Nodes=n[3-4] MaxTime=1-0 DefaultTime=60 State=UP PriorityTier=10
"""

NODE = (
    "NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=16 Boards=1 SocketsPerBoard=1"
    " CoresPerSocket=16 ThreadsPerCore=1 RealMemory=65536 Gres=gpu:2 Weight={weight} State=UNKNOWN"
)

ACCOUNTING = """\
AuthType=auth/munge
AuthInfo=socket={root}/munge.socket
DbdHost=localhost
DbdPort={ports[1]}
SlurmUser={user}
LogFile={root}/log/slurmdbd
PidFile={root}/slurmdbd.pid
CommitDelay=0
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort={ports[2]}
StorageUser=slurm
StoragePass=slurm
StorageLoc=slurm_acct
"""

DATABASE = (
    "create database if not exists slurm_acct;"
    "create user if not exists slurm@'127.0.0.1' identified by 'slurm';"
    "create user if not exists slurm@localhost identified by 'slurm';"
    "grant all on slurm_acct.* to slurm@'127.0.0.1'; grant all on slurm_acct.* to slurm@localhost;"
)


def missing() -> list[str]:
    """Returns the programs of Slurm that are not installed."""
    return [name for name in PROGRAMS if shutil.which(name, path=SEARCHED) is None]


class Cluster:
    """The daemons of one cluster, all of them children of this process."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.conf = root / "slurm.conf"
        self.user = getpass.getuser()
        self._nodes: dict[str, subprocess.Popen[bytes]] = {}
        os.environ.update(PATH=SEARCHED, SLURM_CONF=str(self.conf))

    def boot(self) -> None:
        """Starts everything and waits until the nodes are idle."""
        for name in ("log", "state", "spool", "database"):
            (self.root / name).mkdir()
        ports = free_ports(3 + len(NODES))
        self._configure(ports)
        self._start_munge()
        self._start_database(ports[2])
        self._daemon("slurmdbd", "-D")
        until(lambda: self._asks("sacctmgr", "-n", "show", "cluster"))
        self._asks("sacctmgr", "-i", "-Q", "add", "cluster", "furutest")
        self._daemon("slurmctld", "-D", "-i")
        for node in NODES:
            self._start(node)
        until(lambda: len(set(self._answer("sinfo", "-h", "-N", "-t", "idle", "-o", "%N").split())) == len(NODES))

    def _start(self, node: str) -> None:
        """Starts the daemon of a node."""
        (self.root / "spool" / node).mkdir(exist_ok=True)
        self._nodes[node] = self._daemon("slurmd", "-D", "-N", node)

    def kill(self, node: str) -> None:
        """Kills the daemon of a node; what runs there goes on, as behind a network that fails."""
        daemon = self._nodes[node]
        daemon.send_signal(signal.SIGKILL)
        daemon.wait()

    def _configure(self, ports: list[int]) -> None:
        host = socket.gethostname().partition(".")[0]
        nodes = [
            NODE.format(name=name, host=host, port=port, weight=10 if name == "n4" else 1)
            for name, port in zip(NODES, ports[3:], strict=True)
        ]
        known = {"root": self.root, "user": self.user, "host": host, "ports": ports, "nodes": "\n".join(nodes)}
        self.conf.write_text(SLURM.format(**known))
        accounting = self.root / "slurmdbd.conf"
        accounting.write_text(ACCOUNTING.format(**known))
        accounting.chmod(0o600)
        gpus = f"AutoDetect=off\nNodeName=n[1-{len(NODES)}] Name=gpu File={self._fake_gpus()}\n"
        (self.root / "gres.conf").write_text(gpus)

    def _fake_gpus(self) -> str:
        """A GPU has to be a device: as root, more names for the null device; else two terminals."""
        if os.getuid() != 0:
            return "/dev/tty[0-1]"
        for number in range(2):
            os.mknod(self.root / f"gpu{number}", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        return f"{self.root}/gpu[0-1]"

    def _start_munge(self) -> None:
        key = self.root / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        places = {"key-file": key, "socket": self.root / "munge.socket", "pid-file": self.root / "munged.pid"}
        places |= {"log-file": self.root / "log" / "munged", "seed-file": self.root / "munged.seed"}
        self._daemon("munged", "-F", "--force", *(f"--{name}={path}" for name, path in places.items()))
        until((self.root / "munge.socket").exists)

    def _start_database(self, port: int) -> None:
        folder = self.root / "database"
        options = ("--no-defaults", f"--user={self.user}", f"--datadir={folder}/data")
        install = ("--auth-root-authentication-method=normal", "--skip-test-db")
        self._run("mariadb-install-db", *options, *install)
        small = ("--innodb-buffer-pool-size=64M", "--innodb-lock-wait-timeout=900", "--skip-log-bin")
        places = (f"--socket={folder}/socket", f"--pid-file={folder}/pid", f"--port={port}", "--bind-address=127.0.0.1")
        self._daemon("mariadbd", *options, *small, *places, "--performance-schema=OFF")
        until(lambda: self._asks("mariadb", "--no-defaults", "-uroot", f"-S{folder}/socket", "-e", DATABASE))

    def _daemon(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.root / "log" / f"{command[0]}.out").open("ab") as said:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True)

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        with (self.root / "log" / f"{command[0]}.out").open("a") as said:
            return subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                check=False,
                timeout=PATIENCE,
            )

    def _asks(self, *command: str) -> bool:
        return self._run(*command).returncode == 0

    def _answer(self, *command: str) -> str:
        return self._run(*command).stdout

    def stop(self) -> None:
        """Ends every process that was started here, and what those started, and deletes the root."""
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(["scancel", "--signal=KILL", f"--user={self.user}"], check=False, timeout=5)
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGKILL):
            descendants = psutil.Process().children(recursive=True)
            for process in descendants:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(number)
            psutil.wait_procs(descendants, timeout=5)
        shutil.rmtree(self.root, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    """Returns ports that nobody listened on a moment ago."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for free in sockets:
            free.bind(("127.0.0.1", 0))
        return [free.getsockname()[1] for free in sockets]


def until(met: Callable[[], bool]) -> None:
    """Waits for a condition.

    Raises:
        TimeoutError: it is not met in time.
    """
    end = time.monotonic() + PATIENCE
    while not met():
        if time.monotonic() > end:
            message = "Slurm did not come up"
            raise TimeoutError(message)
        time.sleep(0.05)


def serve(cluster: Cluster, lines: Iterable[str]) -> None:
    """Obeys commands until there are no more."""
    for line in lines:
        word, _, node = line.strip().partition(" ")
        {"kill": cluster.kill}[word](node)
        print(line.strip(), flush=True)


def main() -> int:
    """Boots, serves, and leaves nothing behind."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)  # what daemons leave behind becomes a child of this process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cluster = Cluster(Path(sys.argv[1]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        cluster.boot()
        print(f"ready {cluster.conf}", flush=True)
        serve(cluster, sys.stdin)
    except (TimeoutError, subprocess.TimeoutExpired):
        for log in sorted((cluster.root / "log").iterdir()):  # they are deleted with the rest
            sys.stderr.write(f"== {log.name}\n{log.read_text(errors='replace')[-1000:]}\n")
        raise
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
