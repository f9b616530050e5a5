"""Azure, by `az`: a copy of the OS disk goes to the helper and takes the disk's place. The old disk is the undo."""
import threading
from .errors import CloudError, Refusal
from .tools import member
from .walk import Step, Walk

# What a copy must have in common with the disk whose place it takes.
SAME = ('sku', 'generation', 'security', 'zones', 'location')


# az reads a machine, changes it and writes it whole: two changes of the helper at once would lose a disk.
helping = threading.Lock()
POWER = {'VM running': 'running', 'VM deallocated': 'stopped'}


def machine_of(tool, group, name):
    return tool.read('vm', 'show', '--resource-group', group, '--name', name, '--show-details')


def tail(identifier):
    return identifier.rsplit('/', 1)[-1]


def same(one, other):
    """Azure's identifiers have no case."""
    return (one or '').lower() == (other or '').lower()


def described(disk):
    return {
        'sku': member(disk, 'sku', 'name'), 'generation': disk.get('hyperVGeneration'), 'location': member(disk, 'location'),
        'security': (disk.get('securityProfile') or {}).get('securityType'), 'zones': disk.get('zones') or []}


class AzureWalk(Walk):
    works_on_copy = True

    def note(self):
        if same(self.machine, self.options.helper) and same(self.group, self.options.helper_group):
            raise Refusal('is the helper itself; take it off the list')
        helper = machine_of(self.tool, self.options.helper_group, self.options.helper)
        if member(helper, 'powerState') != 'VM running':
            raise Refusal('its helper does not run; give the name of the machine on which this runs')
        machine = machine_of(self.tool, self.group, self.machine)
        power, os_disk = member(machine, 'powerState'), member(machine, 'storageProfile', 'osDisk')
        if power not in POWER:
            raise Refusal(f'is "{power}"; start it, or deallocate it')
        if machine.get('virtualMachineScaleSet'):
            raise Refusal('is of a scale set, which may replace a stopped machine; detach it from the set first')
        if os_disk.get('diffDiskSettings'):
            raise Refusal('has an ephemeral OS disk, which is emptied when it stops')
        if not os_disk.get('managedDisk'):
            raise Refusal('has an OS disk that is not managed; convert it first')
        identifier = member(os_disk, 'managedDisk', 'id')
        disk = self.tool.read('disk', 'show', '--ids', identifier)
        about = described(disk)
        if 'confidential' in (about['security'] or '').lower():
            raise Refusal('is a confidential machine, whose disk no other machine can read')
        theirs = {'location': member(helper, 'location'), 'zones': helper.get('zones') or []}
        for what in ('location', 'zones'):
            # A disk without a zone goes to any machine of its location.
            if about[what] and about[what] != theirs[what]:
                raise Refusal(f'its {what} is {about[what]}, and the helper\'s {theirs[what]}; use a helper there')
        encryption = disk.get('encryption') or {}
        return about | {
            'power': POWER[power], 'helper': self.options.helper,
            'helperGroup': self.options.helper_group, 'disk': identifier, 'bytes': member(disk, 'diskSizeBytes'),
            'deleteOption': os_disk.get('deleteOption'), 'encryptionSet': encryption.get('diskEncryptionSetId'),
            'tier': disk.get('tier'), 'network': disk.get('networkAccessPolicy'), 'access': disk.get('diskAccessId')}

    def forward(self):
        steps = [
            Step('stop', lambda: self.power() == 'stopped', lambda: self.on_machine('deallocate')),
            Step('snapshot', self.snapshot, self.make_snapshot, {'snapshot': 'SNAPSHOT'}),
            Step('copy', self.copy, self.make_copy, {'copy': 'COPY', 'lun': 0}),
            Step('attach to helper', self.attached_lun, self.attach_to_helper, {'lun': 0}),
            self.repair_step(),
            Step('detach from helper', lambda: not self.attached_lun(), self.detach)]
        # Only what was repaired and proven takes a place.
        return [*steps, Step('swap', self.is_swapped, self.swap)]

    def back(self):
        steps = []
        if not self.is_repaired:
            steps += [
                Step('swap back', lambda: same(self.os_disk()['managedDisk']['id'], self.facts['disk']), self.swap_back),
                Step('detach copy', lambda: not self.attached_lun(), self.detach),
                Step('delete copy', lambda: not self.made('disk'), lambda: self.delete('disk'))]
        steps.append(Step('flags', lambda: self.os_disk().get('deleteOption') == self.facts['deleteOption'], self.set_flags))
        if self.facts['power'] == 'running':
            steps.append(Step('start', lambda: self.power() == 'running', lambda: self.on_machine('start')))
        if not self.keeps_snapshot:
            steps.append(Step('delete snapshot', lambda: not self.made('snapshot'), lambda: self.delete('snapshot')))
        return steps

    @property
    def is_in_doubt(self):
        """What was written is a copy, and it is deleted."""
        return False

    def kept(self):
        kept = [tail(self.facts['disk'])] if self.is_repaired else []
        return ' '.join(kept + ([self.token] if self.keeps_snapshot else [])) or None

    def device_paths(self):
        # With SCSI, and with NVMe and azure-vm-utils.
        return [f'{self.options.devices}/{folder}{self.facts["lun"]}' for folder in ('scsi1/lun', 'data/by-lun/')]

    # Looking.

    @property
    def machine(self):
        return self.row['machine']

    @property
    def group(self):
        return self.row['group']

    def power(self):
        state = member(machine_of(self.tool, self.group, self.machine), 'powerState')
        return POWER.get(state, state)

    def os_disk(self):
        return member(machine_of(self.tool, self.group, self.machine), 'storageProfile', 'osDisk')

    def made(self, kind):
        """The snapshot or copy of this walk, or None."""
        found = [one for one in self.tool.read(kind, 'list', '--resource-group', self.group) or [] if one['name'] == self.token]
        return found[0] if found else None

    def snapshot(self):
        found = self.made('snapshot')
        if found and found.get('provisioningState') == 'Failed':
            raise CloudError(f'{self.token}: the snapshot failed')
        if not found or member(found, 'provisioningState') != 'Succeeded' or found.get('completionPercent', 100) not in (None, 100):
            return False
        return {'snapshot': found['id']}

    def copy(self):
        found = self.made('disk')
        if not found or member(found, 'provisioningState') != 'Succeeded':
            return False
        about = described(found)
        if unlike := [key for key in SAME if about[key] != self.facts[key]]:
            raise CloudError(f'{self.token}: the copy has another {" and ".join(unlike)} than the disk')
        if member(found, 'diskSizeBytes') != self.facts['bytes']:
            raise CloudError(f'{self.token}: the copy has another size than the disk')
        return {'copy': found['id']}

    def data_disks(self):
        helper = machine_of(self.tool, self.facts['helperGroup'], self.facts['helper'])
        return member(helper, 'storageProfile').get('dataDisks') or []

    def attached_lun(self):
        for disk in self.data_disks():
            if disk['name'] == self.token:
                return {'lun': member(disk, 'lun')}
        return False

    def is_swapped(self):
        if not self.is_repaired:
            return True
        return same(member(self.os_disk(), 'managedDisk', 'id'), self.facts['copy'])

    # Changing.

    def on_machine(self, verb, *words):
        self.tool.change('vm', verb, '--resource-group', self.group, '--name', self.machine, *words)

    def make_snapshot(self):
        if self.tool.dry or not self.made('snapshot'):
            self.tool.change(
                'snapshot', 'create', '--resource-group', self.group, '--name', self.token, '--source', self.facts['disk'],
                '--location', self.facts['location'], '--incremental', 'true', '--tags', f'unloop-repair={self.machine}')

    def make_copy(self):
        if not self.tool.dry and self.made('disk'):
            return
        facts = self.facts
        options = [
            ('--hyper-v-generation', facts['generation']), ('--security-type', facts['security']), ('--tier', facts['tier']),
            ('--disk-encryption-set', facts['encryptionSet']), ('--network-access-policy', facts['network']),
            ('--disk-access', facts['access']), ('--zone', facts['zones'][0] if facts['zones'] else None)]
        self.tool.change(
            'disk', 'create', '--resource-group', self.group, '--name', self.token, '--source', facts['snapshot'],
            '--location', facts['location'], '--sku', facts['sku'], '--os-type', 'Windows',
            *[word for option in options if option[1] for word in option], '--tags', f'unloop-repair={self.machine}')

    def delete(self, kind):
        self.tool.change(kind, 'delete', '--resource-group', self.group, '--name', self.token,
                         *(['--yes'] if kind == 'disk' else []))

    def attach_to_helper(self):
        with helping:
            used = set() if self.tool.dry else {disk['lun'] for disk in self.data_disks()}
            free = next((number for number in range(64) if number not in used), None)
            if free is None:
                raise CloudError(f'{self.facts["helper"]}: no LUN is free; use fewer --jobs')
            self.tool.change('vm', 'disk', 'attach', '--resource-group', self.facts['helperGroup'], '--vm-name',
                             self.facts['helper'], '--name', self.facts['copy'], '--lun', str(free))

    def detach(self):
        with helping:
            self.tool.change('vm', 'disk', 'detach', '--resource-group', self.facts['helperGroup'], '--vm-name',
                             self.facts['helper'], '--name', self.token)

    def require_stopped(self):
        if not self.tool.dry and (state := self.power()) != 'stopped':
            raise CloudError(f'{self.machine}: is {state} and not deallocated; somebody has started it')

    def swap(self):
        self.require_stopped()
        if not self.tool.dry:
            now = member(self.os_disk(), 'managedDisk', 'id')
            if not same(now, self.facts['disk']):
                raise CloudError(f'{self.machine}: has another OS disk by now, {now}; somebody else works on it')
        self.on_machine('update', '--os-disk', self.facts['copy'])

    def swap_back(self):
        if not same(member(self.os_disk(), 'managedDisk', 'id'), self.facts.get('copy')):
            raise CloudError(f'{self.machine}: has an OS disk that is not of this repair; somebody else works on it')
        self.require_stopped()
        self.on_machine('update', '--os-disk', self.facts['disk'])

    def set_flags(self):
        self.on_machine('update', '--set', f'storageProfile.osDisk.deleteOption={self.facts["deleteOption"]}')
