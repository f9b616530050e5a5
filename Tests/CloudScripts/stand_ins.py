#!/usr/bin/env python3
"""Stand-ins of gcloud and az: clouds that keep states and refuse what the real ones refuse.

usage: stand_ins.py gcloud|az FOLDER WORD…: one call, on the state in a file of the folder.
"""
import fcntl, json, pathlib, shutil, sys, threading

PREFIX = '/subscriptions/s/resourceGroups/RG/providers/Microsoft.Compute'


class Refused(Exception):
    """What the real tool refuses, too."""


def need(condition, why):
    if not condition:
        raise Refused(why)


def options_of(words):
    """The words without options, and the options by name; one without a value is true."""
    plain, given, rest = [], {}, list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith('--'):
            plain.append(word)
            continue
        name, equals, value = word[2:].partition('=')
        given[name] = value if equals else rest.pop(0) if rest and not rest[0].startswith('--') else True
    return plain, given


class StandIn:
    """A cloud in a folder. What it refused is kept: a script may not rely on being refused."""

    def __init__(self, folder, state):
        self.folder, self.state = pathlib.Path(folder), state
        self.turn = threading.Lock()
        self.called, self.refused, self.failures = [], [], []

    def fail(self, words, before, times=1):
        """Lets calls fail that have these words in them, before or after they have changed something."""
        self.failures.append([words, before, times])

    def _fails(self, line, before):
        for failure in self.failures:
            if failure[0] in line and failure[1] == before and failure[2] > 0:
                failure[2] -= 1
                return True
        return False

    def call(self, words):
        """What is printed, as text."""
        with self.turn:
            plain, given = options_of(words)
            line = ' '.join(words)
            need(not self._fails(line, before=True), 'a failure of the test, before')
            changes = bool(self.changes & set(plain[:3]))
            if changes:
                self.called.append(line)
            try:
                printed = self.answer(self.state, plain, given)
            except Refused as refusal:
                if changes:
                    self.refused.append(f'{line}: {refusal}')
                raise
            need(not self._fails(line, before=False), 'a failure of the test, after')
            return '' if printed is None else json.dumps(printed)


class GoogleStandIn(StandIn):
    """Instances, disks and snapshots. A disk that comes back has lost its auto-delete flag, as a real one has."""
    program = 'gcloud'
    changes = {'stop', 'start', 'detach-disk', 'attach-disk', 'set-disk-auto-delete', 'snapshot', 'delete'}

    def link(self, name):
        return self.folder / 'devices' / f'google-{name}'

    def answer(self, state, plain, given):
        need(plain[0] == 'compute' and given.get('format') == 'json' and given.get('quiet'), 'no call for a program')
        kinds = {'instances': self.instances, 'disks': self.disks, 'snapshots': self.snapshots}
        return kinds[plain[1]](state, plain[2], plain[3:], given)

    def instances(self, state, verb, names, given):
        name = names[0]
        machine = state['instances'].get(name)
        need(machine and machine['zone'] == given.get('zone'), f'instances/{name} was not found in {given.get("zone")}')
        if verb == 'describe':
            return machine
        if verb == 'stop':
            has_local = any(disk.get('type') == 'SCRATCH' for disk in machine['disks'])
            need(not has_local or given.get('discard-local-ssd') == 'true', 'local SSDs need --discard-local-ssd')
            machine['status'] = 'TERMINATED'
        elif verb == 'start':
            need(machine['status'] == 'TERMINATED', f'is {machine["status"]}')
            need(any(disk['boot'] for disk in machine['disks']), 'no boot disk')
            machine['status'] = 'RUNNING'
        else:
            self.on_disk(state, verb, machine, given)

    def on_disk(self, state, verb, machine, given):
        disk = state['disks'].get(given['disk'])
        need(disk and disk['zone'] == machine['zone'], f'disks/{given["disk"]} was not found in the zone of the machine')
        mine = [one for one in machine['disks'] if one['source'].endswith(f'/{given["disk"]}')]
        if verb == 'attach-disk':
            need(not disk['users'], 'the disk is attached in READ_WRITE mode')
            need(given['device-name'] not in [one['deviceName'] for one in machine['disks']], 'the device name is taken')
            need('boot' not in given or not any(one['boot'] for one in machine['disks']), 'there is a boot disk')
            need('boot' not in given or machine['status'] == 'TERMINATED', 'a boot disk is attached to a machine that is stopped')
            need(not disk.get('diskEncryptionKey') or 'csek-key-file' in given, 'a customer-supplied key is needed')
            machine['disks'].append({'source': f'https://x/zones/{disk["zone"]}/disks/{disk["name"]}', 'boot': 'boot' in given,
                                     'deviceName': given['device-name'], 'autoDelete': False, 'mode': 'READ_WRITE',
                                     'interface': given.get('interface', 'SCSI'), 'type': 'PERSISTENT'})
            disk['users'] = [f'https://x/zones/{machine["zone"]}/instances/{machine["name"]}']
            if machine['name'] == 'helper':
                self.link(given['device-name']).parent.mkdir(exist_ok=True)
                self.link(given['device-name']).symlink_to(self.folder / 'disks' / disk['name'])
            return
        need(mine, 'the disk is not attached')
        if verb == 'detach-disk':
            need(not mine[0]['boot'] or machine['status'] == 'TERMINATED', 'the boot disk of a running machine')
            machine['disks'].remove(mine[0])
            disk['users'] = []
            self.link(mine[0]['deviceName']).unlink(missing_ok=True)
        else:
            need(verb == 'set-disk-auto-delete' and ('auto-delete' in given) != ('no-auto-delete' in given), f'no verb {verb}')
            mine[0]['autoDelete'] = 'auto-delete' in given

    def disks(self, state, verb, names, given):
        disk = state['disks'].get(names[0])
        need(disk and disk['zone'] == given.get('zone'), f'disks/{names[0]} was not found')
        if verb == 'describe':
            return disk
        need(verb == 'snapshot' and given['snapshot-names'] not in state['snapshots'], 'the snapshot exists')
        need(not disk.get('diskEncryptionKey') or 'csek-key-file' in given, 'a customer-supplied key is needed')
        name = given['snapshot-names']
        state['snapshots'][name] = {'name': name, 'status': 'READY', 'sourceDisk': disk['name']}

    def snapshots(self, state, verb, names, given):
        if verb == 'list':
            return [one for name, one in state['snapshots'].items() if given['filter'] == f'name={name}']
        need(verb == 'delete' and state['snapshots'].pop(names[0], None), f'snapshots/{names[0]} was not found')


class AzureStandIn(StandIn):
    """Machines, disks and snapshots of one resource group."""
    program = 'az'
    changes = {'create', 'delete', 'deallocate', 'start', 'update', 'attach', 'detach'}

    def link(self, lun):
        return self.folder / 'devices' / 'scsi1' / f'lun{lun}'

    def named(self, state, kind, name):
        name = str(name).rsplit('/', 1)[-1]
        need(name in state[kind], f'{kind}/{name} was not found')
        return state[kind][name]

    def answer(self, state, plain, given):
        need(given.get('output') == 'json' and given.get('resource-group', 'RG') == 'RG', 'the resource group was not found')
        if plain[:2] == ['vm', 'disk']:
            return self.on_helper(state, plain[2], given)
        return {'vm': self.machines, 'disk': self.disks, 'snapshot': self.snapshots}[plain[0]](state, plain[1], given)

    def machines(self, state, verb, given):
        machine = self.named(state, 'machines', given['name'])
        if verb == 'show':
            return machine
        os_disk = machine['storageProfile']['osDisk']
        if verb == 'deallocate':
            need(machine['powerState'] == 'VM running', 'the machine does not run')
            machine['powerState'] = 'VM deallocated'
        elif verb == 'start':
            need(machine['powerState'] == 'VM deallocated', 'the machine is not deallocated')
            machine['powerState'] = 'VM running'
        elif 'os-disk' in given:
            new, old = self.named(state, 'disks', given['os-disk']), self.named(state, 'disks', os_disk['managedDisk']['id'])
            need(machine['powerState'] == 'VM deallocated', 'the OS disk of a machine that is not deallocated')
            need(new['managedBy'] in (None, machine['id']), f'the disk is attached to {new["managedBy"]}')
            need(new['hyperVGeneration'] == old['hyperVGeneration'], 'the disk is of another generation')
            need((new['securityProfile'] or {}) == (old['securityProfile'] or {}), 'the disk is of another security type')
            need(new['zones'] == machine['zones'] and new['location'] == machine['location'], 'the disk is in another zone')
            old['managedBy'], new['managedBy'] = None, machine['id']
            os_disk |= {'name': new['name'], 'managedDisk': {'id': new['id']}, 'deleteOption': 'Detach'}
        else:
            os_disk['deleteOption'] = given['set'].removeprefix('storageProfile.osDisk.deleteOption=')

    def on_helper(self, state, verb, given):
        helper, disk = self.named(state, 'machines', given['vm-name']), self.named(state, 'disks', given['name'])
        there = helper['storageProfile']['dataDisks']
        if verb == 'attach':
            need(disk['managedBy'] is None, f'the disk is attached to {disk["managedBy"]}')
            need(int(given['lun']) not in [one['lun'] for one in there], 'the LUN is taken')
            need(disk['zones'] == helper['zones'], 'the disk is in another zone')
            there.append({'name': disk['name'], 'lun': int(given['lun']), 'managedDisk': {'id': disk['id']}})
            disk['managedBy'] = helper['id']
            self.link(given['lun']).parent.mkdir(parents=True, exist_ok=True)
            self.link(given['lun']).symlink_to(self.folder / 'disks' / disk['name'])
            return
        mine = [one for one in there if one['name'] == disk['name']]
        need(verb == 'detach' and mine, 'the disk is not attached there')
        there.remove(mine[0])
        disk['managedBy'] = None
        self.link(mine[0]['lun']).unlink()

    def disks(self, state, verb, given):
        if verb == 'show':
            return self.named(state, 'disks', given['ids'])
        if verb == 'list':
            return list(state['disks'].values())
        if verb == 'delete':
            need(self.named(state, 'disks', given['name'])['managedBy'] is None and given.get('yes'), 'the disk is attached')
            (self.folder / 'disks' / given['name']).unlink()
            del state['disks'][given['name']]
            return None
        source = self.named(state, 'snapshots', given['source'])
        need(given['name'] not in state['disks'], 'the disk exists')
        security = given.get('security-type')
        state['disks'][given['name']] = {
            'id': f'{PREFIX}/disks/{given["name"]}', 'name': given['name'], 'location': given['location'], 'managedBy': None,
            'sku': {'name': given['sku']}, 'zones': [given['zone']] if 'zone' in given else None, 'provisioningState': 'Succeeded',
            'hyperVGeneration': state.get('spoiltGeneration') or given.get('hyper-v-generation', 'V1'),
            'securityProfile': {'securityType': security} if security else None, 'diskSizeBytes': source['bytes']}
        shutil.copyfile(self.folder / 'disks' / source['disk'], self.folder / 'disks' / given['name'])
        return None

    def snapshots(self, state, verb, given):
        if verb == 'list':
            return list(state['snapshots'].values())
        if verb == 'delete':
            self.named(state, 'snapshots', given['name'])
            del state['snapshots'][given['name']]
            return None
        disk = self.named(state, 'disks', given['source'])
        need(given['name'] not in state['snapshots'] and given['incremental'] == 'true', 'the snapshot exists')
        state['snapshots'][given['name']] = {
            'id': f'{PREFIX}/snapshots/{given["name"]}', 'name': given['name'], 'provisioningState': 'Succeeded',
            'completionPercent': 100.0, 'disk': disk['name'], 'bytes': disk['diskSizeBytes']}


def main():
    kind, folder, *words = sys.argv[1:]
    place = pathlib.Path(folder) / 'cloud.json'
    with open(f'{folder}/cloud.lock', 'w') as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        cloud = {'gcloud': GoogleStandIn, 'az': AzureStandIn}[kind](folder, json.loads(place.read_text()))
        try:
            print(cloud.call(words))
        except Refused as refusal:
            sys.exit(f'ERROR: {refusal}')
        finally:
            place.write_text(json.dumps(cloud.state))


if __name__ == '__main__':
    main()
