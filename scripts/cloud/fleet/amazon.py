"""The walk of one EC2 instance: stop, snapshot, root volume to the helper and back, flags and power as they were."""
import json, threading
from .errors import CloudError, Refusal
from .tools import member
from .walk import Step, Walk

# Names that EC2 recommends for data volumes of Windows and Linux alike.
LETTERS = 'fghijklmnop'
GIB = 1 << 30
# A name is chosen and taken before the next machine chooses.
choosing = threading.Lock()


class AmazonWalk(Walk):
    """What is made to hold is looked at each time: no call is believed, and no state is assumed."""

    @property
    def id(self): return self.row['instance']

    @property
    def helper(self): return self.options.helper

    def instance(self, name=None):
        answer = self.tool.read('ec2', 'describe-instances', '--instance-ids', name or self.id)
        found = [one for group in member(answer, 'Reservations') for one in member(group, 'Instances')]
        if len(found) != 1:
            raise CloudError(f'{name or self.id}: {len(found)} instances have this ID')
        return found[0]

    def power(self): return member(self.instance(), 'State', 'Name')

    def volume(self):
        return member(self.tool.read('ec2', 'describe-volumes', '--volume-ids', self.facts['volume']), 'Volumes', 0)

    def holder(self, volume):
        """Which instance has the volume, under which name, and how far that is; None where nobody has it."""
        attached = [one for one in volume.get('Attachments', []) if one.get('State') != 'detached']
        if len(attached) > 1:
            raise CloudError(f'{self.facts["volume"]}: attached to several instances; detach it from all but its own')
        if not attached:
            return None
        return tuple(member(attached[0], key) for key in ('InstanceId', 'Device', 'State'))

    # MARK: what it was

    def note(self):
        instance = self.instance()
        power, zone = member(instance, 'State', 'Name'), member(instance, 'Placement', 'AvailabilityZone')
        if self.id == self.helper:
            raise Refusal('it is the helper itself')
        if power not in ('running', 'stopped'):
            raise Refusal(f'it is {power}; wait until it is running or stopped')
        if instance.get('InstanceLifecycle'):
            raise Refusal('a spot instance, which may end when it is stopped; repair its volume by hand')
        tags = {tag.get('Key'): tag.get('Value') for tag in instance.get('Tags', [])}
        if 'aws:autoscaling:groupName' in tags:
            raise Refusal(f'the Auto Scaling group {tags["aws:autoscaling:groupName"]} would replace it while it is '
                          'stopped; put it into standby first')
        kind = member(instance, 'InstanceType')
        types = self.tool.read('ec2', 'describe-instance-types', '--instance-types', kind)
        if power == 'running' and member(types, 'InstanceTypes', 0).get('InstanceStorageSupported') and \
                not self.options.discard_local_disks:
            raise Refusal(f'a stop would empty the local disks (instance store) of its type, {kind}; '
                          '--discard-local-disks lets it')
        theirs = member(self.instance(self.helper), 'Placement', 'AvailabilityZone')
        if zone != theirs:
            raise Refusal(f'it is in {zone}, and the helper in {theirs}; a volume stays in its zone: use a helper there')
        root = instance.get('RootDeviceName')
        disks = [disk for disk in instance.get('BlockDeviceMappings', []) if disk.get('DeviceName') == root]
        if len(disks) != 1 or 'Ebs' not in disks[0]:
            raise Refusal('it has no root volume of EBS')
        number = member(disks[0], 'Ebs', 'VolumeId')
        volume = member(self.tool.read('ec2', 'describe-volumes', '--volume-ids', number), 'Volumes', 0)
        if len(volume.get('Attachments', [])) != 1:
            raise Refusal(f'its volume {number} is attached to {len(volume.get("Attachments", []))} instances')
        return {'ran': power == 'running', 'root': root, 'volume': number, 'bytes': member(volume, 'Size') * GIB,
                'deleted with it': bool(member(disks[0], 'Ebs', 'DeleteOnTermination'))}

    # MARK: the steps

    def forward(self):
        yield Step('stop', lambda: self.power() == 'stopped', self._stop)
        yield Step('snapshot', self._snapshot, self._make_snapshot, {'snapshot': 'SNAPSHOT'})
        yield Step('take the volume off', lambda: self.holder(self.volume()) is None, self._take_off)
        yield Step('bring it to the helper', self._is_at_helper, self._bring, {'device': '/dev/sdX'})
        yield self.repair_step()

    def back(self):
        yield Step('take it from the helper', lambda: not self._held_by(self.helper), self._take_back)
        home = self.id, self.facts['root'], 'attached'
        yield Step('put it back', lambda: self.holder(self.volume()) == home, self._put_back)
        yield Step('set its flag', lambda: self._flag() == self.facts['deleted with it'], self._set_flag)
        if self.facts['ran'] and not self.is_in_doubt:
            yield Step('start', lambda: self.power() == 'running', self._start)
        if not self.keeps_snapshot:
            yield Step('delete the snapshot', lambda: not self._snapshots(), self._delete_snapshots)

    def _stop(self):
        if self.power() in ('running', 'pending') or self.run.dry:
            self.tool.change('ec2', 'stop-instances', '--instance-ids', self.id)

    def _snapshots(self):
        mark = f'Name=tag:unloop,Values={self.token}'
        return member(self.tool.read('ec2', 'describe-snapshots', '--owner-ids', 'self', '--filters', mark), 'Snapshots')

    def _snapshot(self):
        for snapshot in self._snapshots():
            if member(snapshot, 'State') == 'error':
                raise CloudError(f'{member(snapshot, "SnapshotId")}: the snapshot failed')
            if member(snapshot, 'State') == 'completed':
                return {'snapshot': member(snapshot, 'SnapshotId')}
        return False

    def _make_snapshot(self):
        # One that is still being made is waited for.
        if self.run.dry or not self._snapshots():
            tags = f'ResourceType=snapshot,Tags=[{{Key=unloop,Value={self.token}}},{{Key=Name,Value=before unloop repair}}]'
            self.tool.change('ec2', 'create-snapshot', '--volume-id', self.facts['volume'], '--tag-specifications', tags)

    def _delete_snapshots(self):
        for snapshot in [{'SnapshotId': 'SNAPSHOT'}] if self.run.dry else self._snapshots():
            self.tool.change('ec2', 'delete-snapshot', '--snapshot-id', member(snapshot, 'SnapshotId'))

    def _held_by(self, instance):
        holder = self.holder(self.volume())
        return holder is not None and holder[0] == instance

    def _expect_stopped(self):
        if not self.run.dry and self.power() != 'stopped':
            raise CloudError('somebody has started it meanwhile')

    def _detach(self, instance):
        self.tool.change('ec2', 'detach-volume', '--volume-id', self.facts['volume'], '--instance-id', instance)

    def _attach(self, instance, device):
        volume = self.facts['volume']
        self.tool.change('ec2', 'attach-volume', '--volume-id', volume, '--instance-id', instance, '--device', device)

    def _take_off(self):
        self._expect_stopped()
        holder = self.holder(self.volume())
        if holder and holder[0] != self.id:
            raise CloudError(f'{self.facts["volume"]}: somebody has attached it to {holder[0]}')
        if holder and holder[2] != 'detaching':
            self._detach(self.id)

    def _is_at_helper(self):
        holder = self.holder(self.volume())
        if holder and holder[0] != self.helper:
            raise CloudError(f'{self.facts["volume"]}: somebody has attached it to {holder[0]}')
        return holder is not None and holder[2] == 'attached' and {'device': holder[1]}

    def _bring(self):
        with choosing:
            if not self.run.dry and self.holder(self.volume()):
                return
            taken = {disk.get('DeviceName') for disk in self.instance(self.helper).get('BlockDeviceMappings', [])}
            free = [f'/dev/sd{letter}' for letter in LETTERS if f'/dev/sd{letter}' not in taken]
            if not free:
                raise CloudError(f'{self.helper}: no free name for a volume; use fewer --jobs')
            self._attach(self.helper, free[0])

    def _take_back(self):
        holder = self.holder(self.volume())
        if holder and holder[2] != 'detaching' or self.run.dry:
            self._detach(self.helper)

    def _put_back(self):
        holder = None if self.run.dry else self.holder(self.volume())
        if holder and holder[:2] != (self.id, self.facts['root']):
            raise CloudError(f'{self.facts["volume"]}: somebody has attached it to {holder[0]} as {holder[1]}; detach it there')
        if not holder:
            self._attach(self.id, self.facts['root'])

    def _flag(self):
        for disk in self.instance().get('BlockDeviceMappings', []):
            if disk.get('DeviceName') == self.facts['root']:
                return bool(member(disk, 'Ebs', 'DeleteOnTermination'))
        raise CloudError('its root volume is not there')

    def _set_flag(self):
        disk = {'DeviceName': self.facts['root'], 'Ebs': {'DeleteOnTermination': self.facts['deleted with it']}}
        self.tool.change(
            'ec2', 'modify-instance-attribute', '--instance-id', self.id, '--block-device-mappings', json.dumps([disk]))

    def _start(self):
        if not self.run.dry:
            # A stop that was asked for goes to its end first.
            self.wait('stop', lambda: self.power() not in ('stopping', 'shutting-down'))
        if self.run.dry or self.power() == 'stopped':
            self.tool.change('ec2', 'start-instances', '--instance-ids', self.id)

    def kept(self):
        return self.facts.get('snapshot') if self.keeps_snapshot else None

    def device_paths(self):
        number = self.facts['volume'].replace('-', '')
        paths = [f'{self.options.devices}/nvme-Amazon_Elastic_Block_Store_{number}']
        # Xen's instances have no such links.
        letter = self.facts['device'][-1:]
        return paths + ([f'/dev/xvd{letter}'] if self.options.devices == '/dev/disk/by-id' else [])
