"""scripts/cloud/azure against a stand-in of az that keeps states and refuses what Azure refuses."""
import copy, runpy, unittest
from walks import TOP, Walks
from stand_ins import PREFIX, AzureStandIn


class AzureTest(Walks, unittest.TestCase):
    script, columns, stand_in = 'azure', ('group', 'machine'), AzureStandIn
    module = runpy.run_path(str(TOP / 'scripts/cloud/azure'))['command'].__globals__
    helper_words = ('--helper-group', 'RG')
    empty = {'machines': {}, 'disks': {}, 'snapshots': {}}
    stopped, unflagged = {'power': 'VM deallocated'}, {'delete_option': 'Detach'}
    order = ['vm deallocate', 'snapshot create', 'disk create', 'vm disk attach', 'vm disk detach', 'vm update', 'vm update',
             'vm start']
    fatal = '--tags unloop-repair={} --output'

    def row(self, name):
        return f'RG,{name}'

    def add(self, name, power='VM running', zones=('1',), security='TrustedLaunch', os_disk=None, delete_option='Delete', **more):
        disk, identifier = f'{name}-disk', f'{PREFIX}/virtualMachines/{name}'
        self.cloud.state['machines'][name] = {
            'id': identifier, 'name': name, 'powerState': power, 'location': 'germanywestcentral', 'zones': list(zones),
            'storageProfile': {'dataDisks': [], 'osDisk': {'name': disk, 'deleteOption': delete_option, 'managedDisk': {
                'id': f'{PREFIX}/disks/{disk}'}} | (os_disk or {})}} | more
        self.cloud.state['disks'][disk] = {
            'id': f'{PREFIX}/disks/{disk}', 'name': disk, 'location': 'germanywestcentral', 'zones': list(zones),
            'managedBy': identifier, 'sku': {'name': 'Premium_LRS'}, 'hyperVGeneration': 'V2', 'provisioningState': 'Succeeded',
            'securityProfile': {'securityType': security}, 'diskSizeBytes': 1 << 20}
        self.make_disk(disk, 1 << 20)

    def start(self, name):
        self.cloud.state['machines'][name]['powerState'] = 'VM running'

    def disk_of(self, name):
        return self.cloud.state['machines'][name]['storageProfile']['osDisk']['name']

    def whole(self, state):
        """The disks apart: one that was repaired has another name, and its old one is kept."""
        machines, copies = copy.deepcopy(state['machines']), 0
        for machine in machines.values():
            os_disk = machine['storageProfile']['osDisk']
            disk = state['disks'][os_disk['name']]
            self.assertEqual(disk['managedBy'], machine['id'])
            copies += disk['name'].startswith('unloop-')
            os_disk |= {'name': None, 'managedDisk': {
                key: disk[key] for key in ('sku', 'zones', 'hyperVGeneration', 'securityProfile', 'diskSizeBytes')}}
        # No copy is left that no machine has.
        self.assertEqual(copies, sum(name.startswith('unloop-') for name in state['disks']))
        return machines, {name for name in state['disks'] if not name.startswith('unloop-')}

    def test_the_old_disk_is_kept_as_it_was(self):
        self.make(web0={})
        results, _ = self.go(['web0'], '--delete-snapshots')
        self.assertEqual((results['web0']['kept'], self.cloud.state['snapshots']), ('web0-disk', {}))
        self.assertIsNone(self.cloud.state['disks']['web0-disk']['managedBy'])
        self.assertFalse((self.folder / 'disks/web0-disk').read_bytes().strip(b'\0'))

    def test_a_copy_of_another_generation_is_not_swapped_in(self):
        self.make(web0={})
        self.cloud.state['spoiltGeneration'] = 'V1'
        results, _ = self.go(['web0'])
        self.assertIn('another generation', results['web0']['message'])
        self.assertFalse([line for line in self.cloud.called if line.startswith('vm update')])
        self.assert_whole(snapshots=0)

    def test_a_repair_without_an_answer_spoils_a_copy_only(self):
        self.make(web0={})
        self.plan(web0='mute')
        results, _ = self.go(['web0'])
        self.assertEqual(results['web0']['state'], 'as-before')
        self.assert_whole(snapshots=0)

    def test_what_must_not_be_stopped_is_left_alone(self):
        self.make(far={'zones': ['2']}, secret={'security': 'ConfidentialVM'}, halted={'power': 'VM stopped'},
                  brief={'os_disk': {'diffDiskSettings': {'option': 'Local'}}}, old={'os_disk': {'managedDisk': None}},
                  scaled={'virtualMachineScaleSet': {'id': 'x'}})
        words = {'far': 'zones', 'secret': 'confidential', 'halted': 'deallocate', 'brief': 'ephemeral', 'old': 'not managed',
                 'scaled': 'scale set', 'helper': 'helper itself', 'none': 'was not found'}
        results, _ = self.go(words)
        for name, word in words.items():
            self.assertIn(word, results[name]['message'])
            self.assertEqual(results[name]['state'], 'as-before')
        self.assertEqual(self.cloud.called, [])


if __name__ == '__main__':
    unittest.main()
