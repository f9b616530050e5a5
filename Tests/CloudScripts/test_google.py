"""scripts/cloud/gcloud against a stand-in of gcloud that keeps states and refuses what Compute Engine refuses."""
import pathlib, runpy, unittest
from walks import TOP, Walks
from stand_ins import GoogleStandIn

ZONE = 'europe-west3-a'


class GoogleTest(Walks, unittest.TestCase):
    script, columns, stand_in = 'gcloud', ('machine', 'zone'), GoogleStandIn
    module = runpy.run_path(str(TOP / 'scripts/cloud/gcloud'))['command'].__globals__
    helper_words = ('--helper-zone', ZONE)
    empty = {'instances': {}, 'disks': {}, 'snapshots': {}}
    stopped, unflagged = {'power': 'TERMINATED'}, {'auto_delete': False}
    order = ['compute instances stop', 'compute disks snapshot', 'compute instances detach-disk', 'compute instances attach-disk',
             'compute instances detach-disk', 'compute instances attach-disk', 'compute instances set-disk-auto-delete',
             'compute instances start']
    fatal = 'attach-disk helper --disk={}-disk'

    def row(self, name):
        return f'{name},{ZONE}'

    def add(self, name, power='RUNNING', zone=ZONE, auto_delete=True, **more):
        disk = f'{name}-disk'
        self.cloud.state['instances'][name] = {
            'name': name, 'zone': zone, 'status': power, 'disks': [{
                'source': f'https://x/zones/{zone}/disks/{disk}', 'boot': True, 'deviceName': 'persistent-disk-0',
                'autoDelete': auto_delete, 'mode': 'READ_WRITE', 'interface': 'NVME', 'type': 'PERSISTENT'}]} | more
        self.cloud.state['disks'][disk] = {
            'name': disk, 'zone': zone, 'sizeGb': '1', 'users': [f'https://x/zones/{zone}/instances/{name}']}
        self.make_disk(disk, 1 << 30)

    def start(self, name):
        self.cloud.state['instances'][name]['status'] = 'RUNNING'

    def disk_of(self, name):
        return self.cloud.state['instances'][name]['disks'][0]['source'].rsplit('/', 1)[-1]

    def is_repaired(self, name):
        with open(self.folder / 'disks' / self.disk_of(name), 'rb') as disk:
            return disk.read(8) == b'REPAIRED'

    def whole(self, state):
        return state['instances'], state['disks']

    def test_a_repair_without_an_answer_stays_at_the_helper_until_it_has_one(self):
        self.make(web0={})
        self.plan(web0='mute')
        results, _ = self.go(['web0'])
        self.assertEqual(results['web0']['state'], 'unfinished')
        self.assertTrue(self.cloud.state['disks']['web0-disk']['users'][0].endswith('/helper'))
        self.plan()
        results, _ = self.go(['web0'])
        self.assertEqual(results['web0']['state'], 'repaired')
        self.assert_whole(snapshots=1)

    def test_local_disks_are_discarded_only_where_that_is_allowed(self):
        self.make(web0={})
        self.cloud.state['instances']['web0']['disks'].append({'type': 'SCRATCH', 'boot': False, 'deviceName': 'l', 'source': ''})
        results, _ = self.go(['web0'])
        self.assertIn('local SSDs', results['web0']['message'])
        self.assertEqual(self.cloud.called, [])
        results, _ = self.go(['web0'], '--discard-local-disks')
        self.assertEqual(results['web0']['state'], 'repaired')

    def test_what_must_not_be_stopped_is_left_alone(self):
        scratch = {'disks': [{'source': 'x', 'boot': True, 'deviceName': 'd', 'mode': 'READ_WRITE'}, {'type': 'SCRATCH'}]}
        managed = {'metadata': {'items': [{'key': 'created-by', 'value': 'projects/1/zones/z/instanceGroupManagers/g'}]}}
        self.make(far={'zone': 'europe-west3-b'}, local=scratch, group=managed, asleep={'power': 'SUSPENDED'}, sealed={})
        self.cloud.state['disks']['sealed-disk']['diskEncryptionKey'] = {'sha256': 'abc'}
        words = {'far': 'the helper in', 'local': 'local SSDs', 'group': 'managed instance group', 'asleep': 'SUSPENDED',
                 'sealed': 'customer-supplied', 'helper': 'helper itself', 'none': 'was not found'}
        rows = ['far,europe-west3-b', *(self.row(name) for name in words if name != 'far')]
        results, _ = self.go(words, rows=rows)
        for name, word in words.items():
            self.assertIn(word, results[name]['message'])
            self.assertEqual(results[name]['state'], 'as-before')
        self.assertEqual(self.cloud.called, [])
        # With the keys it is repaired, and each call that needs them has them: the stand-in refuses others.
        results, _ = self.go(['sealed'], '--csek-key-file', str(pathlib.Path('/dev/null')))
        self.assertEqual(results['sealed']['state'], 'repaired')
        self.assertEqual(self.cloud.refused, [])


if __name__ == '__main__':
    unittest.main()
