"""Google Compute Engine, by `gcloud`: the boot disk goes to the helper and comes back."""
import re
from .errors import CloudError, Refusal
from .tools import member
from .walk import Step, Walk

POWER = {'RUNNING': 'running', 'TERMINATED': 'stopped', 'STOPPED': 'stopped'}


def instance(tool, name, zone):
    return tool.read('compute', 'instances', 'describe', name, f'--zone={zone}')


def tail(link):
    """The name at the end of a link to a resource."""
    return link.rsplit('/', 1)[-1]


class GoogleWalk(Walk):
    def note(self):
        if self.machine == self.options.helper and self.zone == self.options.helper_zone:
            raise Refusal('is the helper itself; take it off the list')
        if self.zone != self.options.helper_zone:
            raise Refusal(f'is in {self.zone} and the helper in {self.options.helper_zone}; use a helper there')
        if member(instance(self.tool, self.options.helper, self.zone), 'status') != 'RUNNING':
            raise Refusal('its helper does not run; give the name of the machine on which this runs')
        machine = instance(self.tool, self.machine, self.zone)
        state, disks = member(machine, 'status'), member(machine, 'disks')
        if state not in POWER:
            raise Refusal(f'is {state}; wait until it is running or stopped')
        metadata = {item['key']: item.get('value', '') for item in machine.get('metadata', {}).get('items', [])}
        if '/instanceGroupManagers/' in metadata.get('created-by', ''):
            raise Refusal('is of a managed instance group, which replaces a stopped machine; abandon it from the group first')
        if state == 'RUNNING' and any(disk.get('type') == 'SCRATCH' for disk in disks):
            if not self.options.discard_local_disks:
                raise Refusal('has local SSDs, which are emptied when it stops; --discard-local-disks lets it')
        boot = [disk for disk in disks if disk.get('boot')]
        if len(boot) != 1 or boot[0].get('mode') != 'READ_WRITE':
            raise Refusal('has no boot disk of its own that may be written')
        link = member(boot[0], 'source')
        region = re.search(r'/regions/([^/]+)/', link)
        facts = {
            'power': POWER[state], 'helper': self.options.helper, 'disk': tail(link),
            'scope': [f'--region={region[1]}'] if region else [f'--zone={self.zone}'], 'isRegional': bool(region),
            'device': member(boot[0], 'deviceName'), 'autoDelete': bool(boot[0].get('autoDelete')),
            'interface': boot[0].get('interface'),
            'local': ['--discard-local-ssd=true'] if any(disk.get('type') == 'SCRATCH' for disk in disks) else []}
        disk = self.tool.read('compute', 'disks', 'describe', facts['disk'], *facts['scope'])
        if [tail(user) for user in member(disk, 'users')] != [self.machine]:
            raise Refusal(f'shares its boot disk {facts["disk"]} with other machines')
        if 'sha256' in (disk.get('diskEncryptionKey') or {}) and not self.options.csek_key_file:
            raise Refusal('has a disk under a customer-supplied key; give --csek-key-file')
        return facts | {'bytes': int(member(disk, 'sizeGb')) << 30}

    def forward(self):
        snapshot = [] if self.options.look_only else [Step('snapshot', self.snapshot, self.make_snapshot, {'snapshot': self.token})]
        return [
            Step('stop', lambda: self.power() == 'stopped', lambda: self.on_machine('stop', self.machine, *self.facts['local'])),
            *snapshot,
            Step('detach', self.is_free, lambda: self.detach_from(self.machine)),
            Step('attach to helper', lambda: self.place() == self.facts['helper'], self.attach_to_helper),
            self.repair_step()]

    def back(self):
        steps = [
            Step('detach from helper', lambda: self.place() != self.facts['helper'],
                 lambda: self.detach_from(self.facts['helper'])),
            Step('attach', self.is_back, self.attach),
            Step('flags', lambda: bool(self.boot().get('autoDelete')) == self.facts['autoDelete'], self.set_flags)]
        if self.facts['power'] == 'running' and not self.is_in_doubt:
            steps.append(Step('start', lambda: self.power() == 'running',
                              lambda: self.on_machine('start', self.machine, *self.csek)))
        if not self.keeps_snapshot:
            steps.append(Step('delete snapshot', lambda: not self.snapshots(), self.delete_snapshot))
        return steps

    def kept(self):
        return self.facts.get('snapshot') if self.keeps_snapshot else None

    def device_paths(self):
        return [f'{self.options.devices}/google-{self.token}']

    # Looking.

    @property
    def machine(self):
        return self.row['machine']

    @property
    def zone(self):
        return self.row['zone']

    @property
    def csek(self):
        return [f'--csek-key-file={self.options.csek_key_file}'] if self.options.csek_key_file else []

    @property
    def disk_scope(self):
        return ['--disk-scope=regional'] if self.facts['isRegional'] else []

    def power(self):
        state = member(instance(self.tool, self.machine, self.zone), 'status')
        return POWER.get(state, state)

    def place(self):
        """Where the disk is: a machine, or '' for nowhere."""
        users = self.tool.read('compute', 'disks', 'describe', self.facts['disk'], *self.facts['scope']).get('users') or []
        if len(users) > 1:
            raise CloudError(f'{self.facts["disk"]}: is attached to {len(users)} machines at once')
        return tail(users[0]) if users else ''

    def is_free(self):
        place = self.place()
        if place not in ('', self.machine, self.facts['helper']):
            raise CloudError(f'{self.facts["disk"]}: is attached to {place}; somebody else works on it')
        return place in ('', self.facts['helper'])

    def boot(self):
        return next((disk for disk in instance(self.tool, self.machine, self.zone).get('disks', []) if disk.get('boot')), {})

    def is_back(self):
        boot = self.boot()
        return tail(boot.get('source', '')) == self.facts['disk'] and boot.get('deviceName') == self.facts['device']

    def snapshots(self):
        return self.tool.read('compute', 'snapshots', 'list', f'--filter=name={self.token}') or []

    def snapshot(self):
        found = self.snapshots()
        if any(one.get('status') == 'FAILED' for one in found):
            raise CloudError(f'{self.token}: the snapshot failed')
        return {'snapshot': self.token} if [one.get('status') for one in found] == ['READY'] else False

    # Changing.

    def on_machine(self, verb, machine, *words):
        # The helper is in the zone of every machine.
        self.tool.change('compute', 'instances', verb, machine, *words, f'--zone={self.zone}')

    def make_snapshot(self):
        if self.tool.dry or not self.snapshots():
            self.tool.change('compute', 'disks', 'snapshot', self.facts['disk'], f'--snapshot-names={self.token}',
                             f'--description=Before the repair of {self.machine} by Unloop', *self.csek, *self.facts['scope'])

    def delete_snapshot(self):
        self.tool.change('compute', 'snapshots', 'delete', self.token)

    def require_stopped(self):
        if not self.tool.dry and (state := self.power()) != 'stopped':
            raise CloudError(f'{self.machine}: is {state} and not stopped; somebody has started it')

    def require_free(self):
        if not self.tool.dry and (place := self.place()):
            raise CloudError(f'{self.facts["disk"]}: is attached to {place}')

    def detach_from(self, machine):
        if machine == self.machine:
            self.require_stopped()
        self.on_machine('detach-disk', machine, f'--disk={self.facts["disk"]}', *self.disk_scope)

    def attach_to_helper(self):
        self.require_free()
        self.on_machine('attach-disk', self.facts['helper'], f'--disk={self.facts["disk"]}', f'--device-name={self.token}',
                        *self.disk_scope, *self.csek)

    def attach(self):
        self.require_stopped()
        self.require_free()
        interface = [f'--interface={self.facts["interface"]}'] if self.facts['interface'] else []
        self.on_machine('attach-disk', self.machine, f'--disk={self.facts["disk"]}', '--boot',
                        f'--device-name={self.facts["device"]}', *interface, *self.disk_scope, *self.csek)

    def set_flags(self):
        flag = '--auto-delete' if self.facts['autoDelete'] else '--no-auto-delete'
        self.on_machine('set-disk-auto-delete', self.machine, flag, f'--disk={self.facts["disk"]}')
