/// A log with every kind of event.
enum LogSeeds {
    /// The log, its lines two by two (short inputs are changed more often where it matters), and a torn one.
    static let all: [[UInt8]] =
        [Array(log.utf8)] + zip(lines, lines.dropFirst()).map { Array("\($0)\n\($1)\n".utf8) }
        + [Array("{\"event\":\"start\"}\n\0\0".utf8)]

    static let words = [
        "\"event\":", "\"sequence\":", "\"time\":", "2024-07-19T05:27:00.007Z", "\"kind\":\"other:", "null", "true",
        "9223372036854775807", "\"sequence\":9223372036854775807,", "18446744073709551615", "1e400", "0.5", "\\ud800",
        "\\u0000", "\"start\"", "\"end\"",
        "{}", "[]",
    ]

    private static let lines = log.split(separator: "\n")
    private static let log = #"""
        {"event":"start","time":"2024-07-19T05:27:00.007Z","sequence":0,"schema":"unloop-log/1","run":"00c0ffee","\#
        image":"b1","version":"0.1.0","mode":"repair","label":"floor 3","machine":{"manufacturer":"QEMU","product"\#
        :"Standard PC","serial":"S-1","uuid":"0f0e0d0c-0b0a-0908-0706-050403020100","macs":["52:54:00:12:34:56"],"\#
        firmware":"uefi","secureBoot":"on"},"settings":["unloop.then=wait"]}
        {"event":"disk","time":"2024-07-19T05:27:00.007Z","sequence":1,"device":"/dev/nvme0n1","model":"QEMU NVMe \#
        Ctrl","serial":"d1","bus":"nvme","size":512,"table":"gpt"}
        {"event":"disk","time":"2024-07-19T05:27:00.007Z","sequence":2,"device":"/dev/sda","size":0,"table":"none"\#
        }
        {"event":"volume","time":"2024-07-19T05:27:00.007Z","sequence":3,"device":"/dev/nvme0n1p3","disk":"/dev/nv\#
        me0n1","partition":3,"partitionGUID":"aa-bb","start":1048576,"size":9223372036854775807,"kind":"ntfs","lab\#
        el":"Windows","ntfs":{"dirty":true,"logVersion":"2.0","logClean":false,"hibernation":"hibernated"}}
        {"event":"volume","time":"2024-07-19T05:27:00.007Z","sequence":4,"device":"/dev/sda","disk":"/dev/sda","st\#
        art":0,"size":1,"kind":"bitlocker","bitlocker":{"volumeID":"v1","protectors":[{"id":"p1","kind":"recovery-\#
        password"}],"metadataCopy":2}}
        {"event":"volume","time":"2024-07-19T05:27:00.007Z","sequence":5,"device":"/dev/sda1","disk":"/dev/sda","p\#
        artition":1,"start":0,"size":1,"kind":"other:vfat"}
        {"event":"unlocked","time":"2024-07-19T05:27:00.007Z","sequence":6,"device":"/dev/nvme0n1p3","protectorKin\#
        d":"recovery-password","protectorID":"063ea4e1-220c-4293-ba01-4754620a96e7","source":"keys/export.csv, row\#
         7"}
        {"event":"windows","time":"2024-07-19T05:27:00.007Z","sequence":7,"device":"/dev/nvme0n1p3","folder":"Wind\#
        ows","computerName":"PC-7","productName":"Windows 10 Pro","build":"19045.4651"}
        {"event":"match","time":"2024-07-19T05:27:00.007Z","sequence":8,"device":"/dev/nvme0n1p3","path":"Windows/\#
        a.sys","size":40960,"modified":"2024-07-19T04:09:00.000Z","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41\#
        e4649b934ca495991b7852b855","remedy":"crowdstrike-291","decision":"remove","reason":"its name matches"}
        {"event":"copied","time":"2024-07-19T05:27:00.007Z","sequence":9,"device":"/dev/nvme0n1p3","path":"Windows\#
        /a.sys","quarantine":"quarantine/00c0ffee/1.sys","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934\#
        ca495991b7852b855"}
        {"event":"mounted","time":"2024-07-19T05:27:00.007Z","sequence":10,"device":"/dev/nvme0n1p3","driver":"ntf\#
        s3","forced":true,"purpose":"write"}
        {"event":"removed","time":"2024-07-19T05:27:00.007Z","sequence":11,"device":"/dev/nvme0n1p3","path":"Windo\#
        ws/a.sys"}
        {"event":"verified","time":"2024-07-19T05:27:00.007Z","sequence":12,"device":"/dev/nvme0n1p3","paths":["Wi\#
        ndows/a.sys"],"count":1}
        {"event":"volume-outcome","time":"2024-07-19T05:27:00.007Z","sequence":13,"device":"/dev/nvme0n1p3","outco\#
        me":"repaired","code":"removed","reason":"1 bad file is gone","removed":["Windows/a.sys"],"removedCount":1\#
        }
        {"event":"note","time":"2024-07-19T05:27:00.007Z","sequence":14,"code":"no-driver","message":"a device has\#
         no driver","device":"pci 0000:00:0e.0"}
        {"event":"note","time":"2024-07-19T05:27:00.007Z","sequence":15,"code":"no-stick","message":"no log"}
        {"event":"end","time":"2024-07-19T05:27:00.007Z","sequence":16,"outcome":"nothing-to-do","code":"no-match"\#
        ,"reason":"nothing to remove","next":"Restart.","seconds":12}

        """#
}
