// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {InferenceLedger} from "./InferenceLedger.sol";

/// @title RewardDistributor (poa/1 reference interface)
/// @notice Splits an inference's fee and accrues rewards by the leaves an operator claimed, conserved to the wei. The real
/// contract's ABI is not public: this is the reference that Headwater defines.
contract RewardDistributor is ReentrancyGuard {
    event FeeSplit(
        bytes32 indexed inferenceId,
        uint256 fee,
        uint256 platform,
        uint256 model,
        uint256 compute,
        uint256 stakers,
        uint256 contributors,
        uint8 method
    );
    event RewardAccrued(
        bytes32 indexed inferenceId, address indexed recipient, uint8 role, uint256 datanetId, uint256 amount
    );
    event RemainderRecipientSet(address indexed recipient);
    event RewardWithdrawn(address indexed recipient, uint256 amount);

    struct Rates {
        uint256 platformFee;
        uint32 modelPpm;
        uint32 computePpm;
        uint32 stakersPpm;
    }

    struct Leaf {
        uint256 datanetId;
        uint256 contributionId;
        uint32 row;
        address contributor;
        uint32 sharePpb;
    }

    struct Split {
        uint256 platform;
        uint256 model;
        uint256 compute;
        uint256 stakers;
        uint256 contributors;
    }

    uint256 private constant PPM = 1_000_000;
    uint256 private constant PPB = 1_000_000_000;

    address public admin;
    InferenceLedger public ledger;
    Rates public rates;
    address public treasury;
    address public stakerPool;
    address public remainderRecipient;
    mapping(address recipient => uint256) public accrued;

    modifier onlyAdmin() {
        require(msg.sender == admin, "not the admin");
        _;
    }

    constructor(Rates memory rates_, address treasury_, address stakerPool_, address remainderRecipient_) {
        admin = msg.sender;
        treasury = treasury_;
        stakerPool = stakerPool_;
        _setRates(rates_);
        _setRemainderRecipient(remainderRecipient_);
    }

    /// @notice Names the ledger, once: the two contracts know each other, so one of them is told later.
    function setLedger(InferenceLedger ledger_) external onlyAdmin {
        require(address(ledger) == address(0), "set before");
        ledger = ledger_;
    }

    /// @notice Hands the administration over, to governance's timelock. The reference interface has no event for it.
    function transferAdmin(address admin_) external onlyAdmin {
        admin = admin_;
    }

    function setRates(Rates calldata rates_) external onlyAdmin {
        _setRates(rates_);
    }

    function setRemainderRecipient(address recipient) external onlyAdmin {
        _setRemainderRecipient(recipient);
    }

    function platformFee() external view returns (uint256) {
        return rates.platformFee;
    }

    function receiveFee() external payable {
        require(msg.sender == address(ledger), "not the ledger");
    }

    /// @notice Splits the fee of an inference by the claim of one method. `leaves` are all leaves of the claim, in the order in
    /// which the tree's multiproof takes them; `flags` is that multiproof, with nothing left to prove beside it.
    function distribute(bytes32 inferenceId, uint8 method, Leaf[] calldata leaves, bool[] calldata flags) external {
        _verify(inferenceId, method, leaves, flags);
        InferenceLedger.Inference memory inference = ledger.settle(inferenceId);
        uint256 fee = inference.fee;
        Split memory part = split(fee, inference.hasHost);
        emit FeeSplit(
            inferenceId, fee, part.platform, part.model, part.compute, part.stakers, part.contributors, method
        );
        _accrue(inferenceId, treasury, 0, 0, part.platform);
        _accrue(inferenceId, ledger.registry().ownerOf(inference.modelId), 1, 0, part.model);
        _accrue(inferenceId, ledger.operatorOf(inference.modelId), 4, 0, part.compute);
        _accrue(inferenceId, stakerPool, 2, 0, part.stakers);
        _accrueContributors(inferenceId, part.contributors, leaves);
    }

    function withdraw() external nonReentrant returns (uint256 amount) {
        amount = accrued[msg.sender];
        require(amount > 0, "nothing accrued");
        accrued[msg.sender] = 0;
        emit RewardWithdrawn(msg.sender, amount);
        Address.sendValue(payable(msg.sender), amount);
    }

    /// @notice The parts of a fee; what rounding leaves over is the contributors', so that the parts always sum to the fee.
    function split(uint256 fee, bool hasHost) public view returns (Split memory part) {
        part.platform = fee < rates.platformFee ? fee : rates.platformFee;
        uint256 net = fee - part.platform;
        part.model = net * rates.modelPpm / PPM;
        part.compute = hasHost ? net * rates.computePpm / PPM : 0;
        part.stakers = net * rates.stakersPpm / PPM;
        part.contributors = net - part.model - part.compute - part.stakers;
    }

    /// @dev What the leaves leave over (unattributed parts and dust) goes to the remainder recipient, never to other contributors:
    /// else silencing a rival would pay.
    function _accrueContributors(bytes32 inferenceId, uint256 contributors, Leaf[] calldata leaves) private {
        uint256 left = contributors;
        uint256 sharesPpb = 0;
        for (uint256 i = 0; i < leaves.length; i++) {
            sharesPpb += leaves[i].sharePpb;
            uint256 amount = contributors * leaves[i].sharePpb / PPB;
            left -= amount;
            _accrue(inferenceId, leaves[i].contributor, 3, leaves[i].datanetId, amount);
        }
        require(sharesPpb <= PPB, "shares above one");
        _accrue(inferenceId, remainderRecipient, 5, 0, left);
    }

    function _accrue(bytes32 inferenceId, address recipient, uint8 role, uint256 datanetId, uint256 amount) private {
        if (amount == 0) {
            return;
        }
        accrued[recipient] += amount;
        emit RewardAccrued(inferenceId, recipient, role, datanetId, amount);
    }

    function _verify(bytes32 inferenceId, uint8 method, Leaf[] calldata leaves, bool[] calldata flags) private view {
        bytes32 claim = ledger.claims(inferenceId, method);
        bytes32 root = leaves.length == 0 ? bytes32(0) : MerkleProof.processMultiProof(new bytes32[](0), flags, _hash(leaves));
        require(claim == keccak256(abi.encode(root, uint32(leaves.length))), "not the claim's leaves");
    }

    function _hash(Leaf[] calldata leaves) private pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[](leaves.length);
        for (uint256 i = 0; i < leaves.length; i++) {
            hashes[i] = keccak256(
                bytes.concat(
                    keccak256(
                        abi.encode(
                            leaves[i].datanetId,
                            leaves[i].contributionId,
                            leaves[i].row,
                            leaves[i].contributor,
                            leaves[i].sharePpb
                        )
                    )
                )
            );
        }
    }

    function _setRates(Rates memory rates_) private {
        require(uint256(rates_.modelPpm) + rates_.computePpm + rates_.stakersPpm <= PPM, "rates above one");
        rates = rates_;
    }

    function _setRemainderRecipient(address recipient) private {
        remainderRecipient = recipient;
        emit RemainderRecipientSet(recipient);
    }
}
