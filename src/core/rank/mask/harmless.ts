/**
 * Words of command lines that give nothing away: programs, what is asked of them, kinds of objects, names everybody
 * knows. A list for review; what is not on it is not shown. Refuses to know where a word stands.
 */

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Programs that run the words after them as a command. */
export const wrappers: ReadonlySet<string> = new Set(
  wordsOf(`sudo doas env nohup timeout xargs exec time nice ionice setsid stdbuf unshare nsenter strace ltrace watch command
    busybox toybox then do else if while until ! eval builtin tini dumb-init gosu su-exec runuser parallel proxychains`),
);

export const shells: ReadonlySet<string> = new Set(
  wordsOf('sh bash ash dash zsh ksh fish rbash su script cmd cmd.exe powershell powershell.exe pwsh runuser'),
);

export const programs: ReadonlySet<string> = new Set(
  wordsOf(`sh bash ash dash zsh ksh fish su cmd powershell pwsh cat ls ll ps top htop id whoami hostname uname env printenv
    set export unset source echo printf pwd cd mkdir rmdir rm mv cp ln touch chmod chown chgrp find grep egrep fgrep awk gawk
    sed cut sort uniq head tail tee wc tr xargs less more vi vim nano stat file du df mount umount lsblk free uptime date sleep
    kill pkill killall nohup timeout watch time test true false exit read eval exec sudo doas nsenter unshare chroot capsh
    strace gdb tar gzip gunzip zcat unzip zip base64 xxd od hexdump md5sum sha256sum openssl gpg ssh scp sftp rsync sshpass
    ssh-keygen curl wget nc ncat netcat socat telnet nmap masscan ping ping6 dig nslookup host getent traceroute tcpdump
    ifconfig ip route arp ss netstat lsof iptables ip6tables nft mysql mysqldump mysqladmin mariadb psql pg_dump pg_isready
    createdb mongo mongosh mongodump redis-cli redis-benchmark valkey-cli sqlcmd sqlite3 cqlsh influx clickhouse-client
    rabbitmqctl rabbitmq-diagnostics kafka-topics kafka-console-consumer etcdctl consul vault az aws gcloud gsutil kubectl
    kubelet kubeadm helm oc crictl ctr nerdctl docker podman runc buildah skopeo git svn make gcc go node npm npx yarn pnpm
    python python2 python3 pip pip3 perl ruby php lua java javac jar jstack jmap jcmd keytool dotnet rails rake bundle
    apt apt-get dpkg yum dnf rpm apk pacman systemctl service journalctl crontab at dmesg sysctl modprobe insmod lsmod
    useradd usermod userdel groupadd passwd chpasswd login getcap setcap ldapsearch ldapwhoami smbclient rpcclient snmpwalk
    snmpget nginx httpd apachectl haproxy envoy pilot-agent istioctl linkerd cilium calicoctl kubectx kubens kustomize argocd
    flux terraform ansible ansible-playbook jq yq busybox tini supervisorctl supervisord peirates amicontained kubeletctl
    linpeas.sh deepce.sh [ [[ case for in xmrig ffuf gobuster hydra sqlmap msfconsole chisel ngrok certutil net ipconfig tasklist reg type dir`),
);

/** Verbs, kinds, keywords, names that come with every system. */
const others =
  wordsOf(`get list describe apply create delete edit patch replace scale rollout logs exec attach port-forward proxy cp run
  label annotate expose drain cordon uncordon taint top explain version cluster-info api-resources api-versions config view
  can-i whoami auth status restart history undo install upgrade uninstall rollback template search repo add update show
  pods pod po secrets secret nodes node configmaps configmap cm services service svc deployments deployment deploy daemonsets
  daemonset ds statefulsets statefulset sts replicasets replicaset rs jobs job cronjobs cronjob ingress ingresses events
  namespaces namespace ns serviceaccounts serviceaccount sa roles role rolebindings rolebinding clusterroles clusterrole
  clusterrolebindings clusterrolebinding persistentvolumes pv persistentvolumeclaims pvc storageclass endpoints leases crd
  customresourcedefinitions certificatesigningrequests csr all generic tls docker-registry token kube-system kube-public
  kube-node-lease default system json yaml yml wide name jsonpath custom-columns text table csv
  start stop reload enable disable info ping keys scan config help flushall flushdb dbsize monitor client
  login logout account list-keys keys storage blob container vm aks acr keyvault role assignment identity sts s3 iam ec2 ls mb
  get-caller-identity list-users list-roles describe-instances get-credentials list-secrets get-access-token print-access-token
  kv read write unseal seal operator member endpoint health snapshot save defrag del put cluster
  pull push images image inspect build tag commit save load network volume system prune join init reset
  clone fetch checkout status log diff branch remote merge rebase
  select from where insert into update set values delete drop create alter table database databases schema user users role
  grant revoke all privileges on to and or not null is in like limit order by group having join left right inner outer as
  distinct count with identified password show describe use begin commit rollback truncate explain analyze
  import os sys socket subprocess pty require print system open url headers
  up down add show link addr route dev eth0 lo tcp udp icmp any listen established
  root admin administrator postgres nobody daemon www-data ubuntu azureuser git
  install remove purge update upgrade search list autoremove
  true false yes no on off null none hello world test done fi esac end
  GET POST PUT DELETE HEAD PATCH OPTIONS HTTP TCP UDP IPv4 IPv6 BEGIN END PING INFO KEYS CONFIG SET AUTH SELECT EVAL
  Metadata:true Metadata: metadata-flavor:google Metadata-Flavor: Google application/json text/plain text/html */*
  application/x-www-form-urlencoded multipart/form-data utf-8 UTF-8 aes-256-cbc sha256 sha512 md5 rsa
  auto always never error warn info debug fatal f d l d,f +x a+x u+x u+s g+s a+r go-rwx daemonize
  amd64 arm64 linux windows latest stable main master dev prod staging production public private internal external
  req x509 enc dgst genrsa pkcs12 s_client rand -in -out connect servername
  lib bin etc usr var tmp opt home proc sys mnt xterm xterm-256color vt100 screen C.UTF-8 en_US.UTF-8 id_rsa
  id_ed25519 authorized_keys kubeconfig xzf czf xvf xf cf zxvf -qO- -x`);

const harmless: ReadonlySet<string> = new Set([...programs, ...wrappers, ...others]);

/** SQL is written in either case. */
export const isHarmless = (word: string): boolean =>
  harmless.has(word) || (/^[A-Z]{2,20}$/.test(word) && harmless.has(word.toLowerCase()));

/** Names that come with every database and system, as in `-uroot`. */
export const isKnownUser = (word: string): boolean =>
  /^(?:root|admin|postgres|mysql|sa|nobody|www-data|azureuser|ubuntu|default|me|git)$/.test(word);
