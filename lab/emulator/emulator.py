"""moto_server for the lab: the same emulator, a few quirks of EC2 put right, and one page that the lab reads.

usage: python emulator.py ADDRESS PORT [--hosts]

  --hosts  somebody runs a host for each instance and says when it is off: until then an instance is stopping
"""

import hashlib
import json
import logging
import signal
import sys
import threading

from moto.ec2.models import ec2_backends
from moto.ec2.exceptions import EC2ClientError, OperationDisableApiStopNotPermitted
from moto.ec2.models.instances import Instance, InstanceBackend
from moto.ec2.responses.instances import InstanceResponse
from moto.emr.responses import ElasticMapReduceResponse
from moto.core.responses import ActionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, run_simple


stopped = Instance.stop


def keep_what_run_instances_says():
    """moto drops DisableApiTermination, so the first plan would show a change, and the zone of a ready-made interface."""
    run = InstanceResponse.run_instances

    def run_instances(self):
        answer = run(self)
        wanted = bool(self._get_param("DisableApiTermination"))
        for instance in answer.result.instances:
            instance.disable_api_termination = wanted
            if 0 in instance.nics:
                instance.placement.zone = instance.nics[0].subnet.availability_zone
        return answer

    InstanceResponse.run_instances = run_instances


def free_addresses():
    """moto keeps an address that RunInstances asked for taken after the instance is terminated."""
    terminate = Instance.terminate

    def freeing(self):
        previous = terminate(self)
        if self.subnet_id:
            subnet = self.ec2_backend.get_subnet(self.subnet_id)
            for address in self._private_ips:
                subnet.del_subnet_ip(address)
        self._private_ips = set()
        return previous

    Instance.terminate = freeing


def count_reboots():
    """A reboot leaves no state behind in moto; the lab tells one by the count."""
    reboot = Instance.reboot

    def counted(self):
        reboot(self)
        self.lab_reboots = getattr(self, "lab_reboots", 0) + 1

    Instance.reboot = counted


def guard_terminations():
    """EC2 lets nobody terminate an instance by its API that may not be stopped; moto looks at termination alone."""
    terminate = InstanceBackend.terminate_instances

    def guarded(self, instance_ids):
        for instance in self.get_multi_instances_by_id(instance_ids):
            if instance.disable_api_stop is True and instance.state not in ("terminated", "shutting-down"):
                raise OperationDisableApiStopNotPermitted(instance.id)
        return terminate(self, instance_ids)

    InstanceBackend.terminate_instances = guarded


def stop_with_the_host():
    """moto stops at once. A stop that was over before the lab looked would never have happened to the host."""
    stop = Instance.stop

    def stopping(self):
        running = self.state == "running"
        previous = stop(self)
        if running:
            self._state.name, self._state.code = "stopping", 64
        return previous

    start = InstanceBackend.start_instances

    def starting(self, instance_ids):
        for instance in self.get_multi_instances_by_id(instance_ids):
            if instance.state == "stopping":
                raise EC2ClientError(
                    "IncorrectInstanceState",
                    "The instance '%s' is not in a state from which it can be started." % instance.id,
                )
        return start(self, instance_ids)

    Instance.stop = stopping
    InstanceBackend.start_instances = starting


def answer_emr():
    """Two actions that the AWS provider asks for and moto lacks."""
    ElasticMapReduceResponse.list_instance_fleets = lambda self: ActionResult({"InstanceFleets": []})
    ElasticMapReduceResponse.get_auto_termination_policy = lambda self: ActionResult({})


def instances():
    for account, regions in list(ec2_backends.items()):
        for region, backend in list(regions.items()):
            for reservation in list(backend.reservations.values()):
                for instance in reservation.instances:
                    yield account, region, backend, instance


def profile_of(backend, instance):
    association = backend.iam_instance_profile_associations.get(instance.id)
    if association is None:
        return None
    profile = association.iam_instance_profile
    return {"arn": profile.arn, "id": profile.id, "roles": [role.name for role in profile.roles]}


def describe_instance(account, region, backend, instance):
    nic = instance.nics.get(0)
    zone = backend.get_zone_by_name(instance.placement.zone)
    return {
        "id": instance.id,
        "account": account,
        "region": region,
        "state": instance.state,
        "image": instance.image_id,
        "type": instance.instance_type,
        "launched": instance.launch_time.isoformat(),
        "address": nic.private_ip_address if nic else None,
        "mac": nic.mac_address if nic else None,
        "interface": nic.id if nic else None,
        "subnet": nic.subnet.id if nic else None,
        "cidr": nic.subnet.cidr_block if nic else None,
        "vpc": nic.subnet.vpc_id if nic else None,
        "zone": zone.name if zone else None,
        "zoneId": zone.zone_id if zone else None,
        "tags": {tag["key"]: tag["value"] for tag in instance.get_tags()},
        "tagsInMetadata": instance.metadata_options.instance_metadata_tags == "enabled",
        "profile": profile_of(backend, instance),
        "userData": str(instance.user_data) if instance.user_data else None,
        "reboots": getattr(instance, "lab_reboots", 0),
    }


def describe_volume(volume):
    attachment = volume.attachment
    instance = attachment.instance if attachment else None
    return {
        "id": volume.id,
        "gib": volume.size,
        "instance": instance.id if instance else None,
        "device": attachment.device if attachment else None,
        "root": bool(attachment and attachment.device in ("/dev/sda1", instance.root_device_name)),
    }


def wanted():
    volumes = [
        describe_volume(volume)
        for regions in list(ec2_backends.values())
        for backend in list(regions.values())
        for volume in list(backend.volumes.values())
    ]
    return {"instances": [describe_instance(*found) for found in instances()], "volumes": volumes}


def stop(identity):
    """A host that is off is a stopped instance, whatever its stop protection says."""
    for _, _, _, instance in instances():
        if instance.id == identity and instance.state in ("running", "stopping"):
            stopped(instance)


class Lab:
    """The lab's own page before moto's application."""

    def __init__(self, application):
        self.application = application
        self.conditional = threading.Lock()

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path == "/_lab/wanted":
            return self.page(environ, start_response)
        if path.startswith("/_lab/stopped/") and environ["REQUEST_METHOD"] == "POST":
            stop(path.rsplit("/", 1)[1])
            start_response("204 No Content", [])
            return []
        if "HTTP_IF_MATCH" in environ or "HTTP_IF_NONE_MATCH" in environ:
            # moto checks, then writes: two conditional writes at once could both win
            with self.conditional:
                return self.application(environ, start_response)
        return self.application(environ, start_response)

    @staticmethod
    def page(environ, start_response):
        body = json.dumps(wanted(), sort_keys=True).encode()
        tag = '"%s"' % hashlib.sha256(body).hexdigest()
        if environ.get("HTTP_IF_NONE_MATCH") == tag:
            start_response("304 Not Modified", [("ETag", tag)])
            return []
        start_response("200 OK", [("Content-Type", "application/json"), ("ETag", tag), ("Content-Length", str(len(body)))])
        return [body]


class Handler(WSGIRequestHandler):
    """Logs what clients ask, not the lab's own polling."""

    def log_request(self, code="-", size="-"):
        if not self.path.startswith("/_lab/"):
            super().log_request(code, size)


def main():
    logging.getLogger("werkzeug").setLevel(logging.INFO)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    keep_what_run_instances_says()
    free_addresses()
    count_reboots()
    guard_terminations()
    if "--hosts" in sys.argv[3:]:
        stop_with_the_host()
    answer_emr()
    application = Lab(DomainDispatcherApplication(create_backend_app))
    run_simple(sys.argv[1], int(sys.argv[2]), application, threaded=True, request_handler=Handler)


if __name__ == "__main__":
    main()
